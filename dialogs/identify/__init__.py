"""Proving who one is: patient number, date of birth and surname, against the clinic's record."""

from connectors.protocols import FindsPatients
from dialogs import wording as words
from dialogs.identify import hear, wording, work
from dialogs.identify.frame import Identify
from dialogs.table import Dialog, ask, branch, do, end, run

IDENTIFY = Dialog(
    "identify",
    Identify,
    version=1,
    needs=(FindsPatients,),
    steps=(
        branch("tries", hear.tries_left, left="number", none="locked"),
        ask(
            "number",
            say=wording.number,
            read=hear.number,
            example=wording.number_example,
            fills=("number",),
            called="number",
            closed=True,
            then="born",
            unknown="new",
        ),
        ask(
            "born",
            say=wording.born,
            read=hear.born,
            example=wording.born_example,
            fills=("born",),
            called="born",
            closed=True,
            then="surname",
            unknown="new",
        ),
        ask(
            "surname",
            say=wording.surname,
            read=hear.surname,
            example=wording.surname_example,
            fills=("surname",),
            called="surname",
            then="look",
        ),
        do(
            "look",
            work.look_up,
            fills=("patient",),
            proven="proven",
            failed="failed",
            unavailable="down",
        ),
        ask(
            "failed",
            say=wording.failed,
            read=hear.failed,
            again="tries",
            unknown="new",
        ),
        ask("locked", say=wording.locked, read=hear.locked, message="new", enough="left"),
        ask("down", say=words.down, read=hear.down, again="look", message="new"),
        run("new", "desk", give=wording.request, left="left", kept="left"),
        end("proven", outcome="proven", gives=("patient",)),
        end("left", outcome="left"),
    ),
)

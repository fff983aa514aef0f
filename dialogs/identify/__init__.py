"""Proving who one is, by three things that must agree with the clinic's record.

They are the patient number, or where patients know none, the mobile number or e-mail address; the
date of birth; and the surname.
"""

from connectors.protocols import FindsPatients
from dialogs import wording as words
from dialogs.identify import hear, wording, work
from dialogs.identify.frame import Identify
from dialogs.identify.request import registration, request
from dialogs.table import Dialog, ask, branch, do, end, run

IDENTIFY = Dialog(
    "identify",
    Identify,
    version=1,
    needs=(FindsPatients,),
    steps=(
        branch("tries", hear.tries_left, left="known_by", none="locked"),
        branch("known_by", hear.known_by, number="number", contact="contact"),
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
            "contact",
            say=wording.contact,
            read=hear.contact,
            example=wording.contact_example,
            fills=("contact",),
            called="contact",
            closed=True,
            then="has_contact",
            new="register",
        ),
        branch("has_contact", hear.has_contact, yes="born", no="forename"),
        ask(
            "forename",
            say=wording.forename,
            read=hear.forename,
            example=wording.forename_example,
            fills=("forename",),
            called="forename",
            closed=True,
            then="born",
            new="register",
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
            new="register",
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
            several="forename",
            unclear="unclear",
            unavailable="down",
        ),
        ask(
            "failed",
            say=wording.failed,
            read=hear.failed,
            again="tries",
            new="register",
            unknown="new",
        ),
        run(
            "register",
            "register",
            give=registration,
            fills=("patient",),
            registered="proven",
            left="left",
            lacking="new",
        ),
        ask("locked", say=wording.locked, read=hear.locked, message="new", enough="left"),
        ask("unclear", say=wording.unclear, read=hear.locked, message="new", enough="left"),
        ask("down", say=words.down, read=hear.down, again="look", message="new"),
        run("new", "desk", give=request, left="left", kept="left"),
        end("proven", outcome="proven", gives=("patient",)),
        end("left", outcome="left"),
    ),
)

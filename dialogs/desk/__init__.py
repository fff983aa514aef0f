"""Reaching a person: the phone number at once, or a message that the clinic answers."""

from dialogs.desk import hear, wording, work
from dialogs.desk.frame import Desk
from dialogs.ports import TakesRequests
from dialogs.table import OWNS_WISHES, Dialog, ask, branch, do, end

DESK = Dialog(
    "desk",
    Desk,
    version=1,
    needs=(TakesRequests,),
    wishes=("person", "move", "late", "prices", "account"),
    menu=wording.menu,
    steps=(
        branch("why", hear.why, asked="offer", handed_over="name"),
        ask(
            "offer",
            say=wording.offer,
            read=hear.offer,
            fills=("wanted",),
            message="note",
            enough="kept",
        ),
        ask(
            "note",
            say=wording.note,
            read=hear.note,
            fills=("note",),
            owns=(OWNS_WISHES, "person"),
            then="name",
        ),
        ask(
            "name",
            say=wording.name,
            read=hear.name,
            example=wording.name_example,
            assume=hear.known_name,
            fills=("name",),
            closed=True,
            then="phone",
        ),
        ask(
            "phone",
            say=wording.phone,
            read=hear.phone,
            example=wording.phone_example,
            fills=("phone",),
            closed=True,
            then="leave",
        ),
        do("leave", work.leave, left="left", unavailable="kept"),
        end("left", wording.left, outcome="left"),
        end("kept", wording.kept, outcome="kept"),
    ),
)

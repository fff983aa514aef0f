"""Which services there are, and how long they take."""

from connectors.protocols import ListsServices
from dialogs import lookup
from dialogs.services import hear, wording, work
from dialogs.services.frame import Services
from dialogs.table import Dialog, ask, branch, do, end

SERVICES = Dialog(
    "services",
    Services,
    version=1,
    needs=(ListsServices,),
    wishes=("services",),
    waits=False,
    named=hear.asked,
    steps=(
        branch(
            "what",
            hear.what,
            one="describe",
            close="which",
            everything="everything",
            unknown="down",
        ),
        ask(
            "which",
            say=wording.which,
            read=hear.which,
            example=lookup.which_example,
            fills=("one",),
            anywhere=True,
            then="what",
        ),
        do("describe", work.describe, fills=("minutes",), told="one", unavailable="one"),
        end("one", wording.one),
        end("everything", wording.everything),
        end("down", lookup.down),
    ),
)

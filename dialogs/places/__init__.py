"""Which places the clinic has, and where they are."""

from connectors.protocols import ListsPlaces
from dialogs import lookup
from dialogs.places import hear, wording
from dialogs.places.frame import Places
from dialogs.table import Dialog, ask, branch, end

PLACES = Dialog(
    "places",
    Places,
    version=1,
    needs=(ListsPlaces,),
    wishes=("places",),
    waits=False,
    named=hear.asked,
    steps=(
        branch(
            "what", hear.what, one="one", close="which", everywhere="everywhere", unknown="down"
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
        end("one", wording.one),
        end("everywhere", wording.everywhere),
        end("down", lookup.down),
    ),
)

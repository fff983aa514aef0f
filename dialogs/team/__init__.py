"""Who works here, and what they do."""

from connectors.protocols import ListsClinicians
from dialogs import lookup
from dialogs.table import Dialog, ask, branch, end
from dialogs.team import hear, wording
from dialogs.team.frame import Team

TEAM = Dialog(
    "team",
    Team,
    version=1,
    needs=(ListsClinicians,),
    wishes=("team",),
    waits=False,
    named=hear.asked,
    steps=(
        branch(
            "what",
            hear.what,
            one="one",
            close="which",
            able="able",
            stranger="stranger",
            everybody="everybody",
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
        end("one", wording.one),
        end("able", wording.able),
        end("stranger", wording.stranger),
        end("everybody", wording.everybody),
        end("down", lookup.down),
    ),
)

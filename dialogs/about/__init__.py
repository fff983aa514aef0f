"""Short answers that need nothing looked up: where the clinic is, who is talking, thanks."""

from dialogs.about import wording
from dialogs.about.frame import About
from dialogs.table import Dialog, branch, end

ABOUT = Dialog(
    "about",
    About,
    version=1,
    wishes=("clinic", "bot", "thanks", "goodbye"),
    steps=(
        branch(
            "what",
            wording.topic,
            clinic="clinic",
            bot="bot",
            thanks="thanks",
            goodbye="goodbye",
        ),
        end("clinic", wording.clinic),
        end("bot", wording.bot),
        end("thanks", wording.thanks),
        end("goodbye", wording.goodbye),
    ),
)

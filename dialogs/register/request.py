"""What the desk is told of a new patient whom the chat has not written down."""

from dialogs.identify.request import described, reached_by, with_wish
from dialogs.register.frame import Register
from dialogs.register.work import DUPLICATE, UNSURE
from dialogs.talk import Talk

_NEW = "Is new here, and was not written down by the chat"
_DOUBTS = {
    DUPLICATE: "Possible duplicate, not written down by the chat",
    UNSURE: "May have been written down by the chat, please look",
}


def request(frame: Register, _talk: Talk) -> dict[str, object]:
    """Who they are, only where they agreed to that, and what they were about to do."""
    if not frame.agreed:
        return {"wish": "new_patient", "summary": with_wish(f"{_NEW}.", frame)}
    why = _DOUBTS.get(frame.doubt or "", _NEW)
    summary = with_wish(f"{why}: {described(frame)}.", frame)
    return {"wish": "new_patient", "summary": summary, **reached_by(frame)}

"""Whether somebody says that it is no emergency after all."""

from dialogs.emergency import wording
from dialogs.emergency.frame import Emergency
from dialogs.phrases import says
from dialogs.table import AskBack, Reading, answer
from dialogs.talk import Talk, Told


def carry_on(told: Told, frame: Emergency, talk: Talk) -> Reading:
    """Only a clear word ends the warning; anything else shows it again, and first."""
    if told.pick == "carry_on" or (told.pick is None and says(told.said, "carry_on")):
        return answer("carry_on")
    return AskBack(wording.still(frame, talk))

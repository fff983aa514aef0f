"""Whether somebody says that it is no emergency after all."""

from dialogs.emergency.frame import Emergency
from dialogs.phrases import says
from dialogs.table import Reading, answer
from dialogs.talk import Talk, Told


def carry_on(told: Told, _frame: Emergency, _talk: Talk) -> Reading:
    """Only a clear word ends the warning; anything else shows it again."""
    if told.pick == "carry_on" or (told.pick is None and says(told.said, "carry_on")):
        return answer("carry_on")
    return None

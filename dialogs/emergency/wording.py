"""The safety wording; the clinic reviews it and may replace it in its settings."""

from dialogs.emergency.frame import Emergency
from dialogs.session import Choice, Reply
from dialogs.talk import Talk


def warning(_frame: Emergency, talk: Talk) -> Reply:
    _ = talk.gettext
    clinic = talk.clinic
    if clinic.emergency_text:
        text = clinic.emergency_text
    else:
        text = _(
            "If this is an emergency, call {number} now or go to the nearest emergency department."
        ).format(number=clinic.emergency_number)
    end = _("This chat is not read straight away and cannot help in an emergency.")
    choice = Choice(id="carry_on", label=_("This is not an emergency, carry on"))
    return Reply(text=f"{text}\n\n{end}", choices=(choice,))


def carry_on_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("If it is not an emergency, write “carry on”.")

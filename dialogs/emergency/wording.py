"""The safety wording; the clinic reviews it and may replace it in its settings."""

from dialogs.emergency.frame import Emergency
from dialogs.session import Choice, Reply
from dialogs.talk import Talk
from dialogs.wording import with_phone


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


def still(frame: Emergency, talk: Talk) -> Reply:
    """The warning once more, with how to go on and how to reach a person behind it."""
    _ = talk.gettext
    first = warning(frame, talk)
    text = _("If it is not an emergency, write “carry on”. For a person at {clinic}, ring {phone}.")
    behind = with_phone(text, talk)
    return first.model_copy(update={"text": f"{first.text}\n{behind.text}"})

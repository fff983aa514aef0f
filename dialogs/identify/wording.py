"""Every sentence of proving who one is."""

from dialogs.identify.frame import Identify
from dialogs.session import Choice, Reply
from dialogs.talk import Talk
from dialogs.wording import leave_message, no_thanks, try_again, with_phone


def number(frame: Identify, talk: Talk) -> Reply:
    """Ask for the number; what was understood of the wish stands before it, with its day."""
    _ = talk.gettext
    if frame.other:
        text = _(
            "To find the record of the person who is coming I need three things. First, that "
            "person's patient number at {clinic}. It is on letters from the clinic."
        )
    else:
        text = _(
            "To find your record I need three things. First, your patient number at {clinic}. "
            "It is on letters from the clinic."
        )
    if frame.visit is None:
        return with_phone(text, talk, _unknown(talk))
    chosen = _("You have chosen: {visit}.")
    return with_phone(f"{chosen}\n{text}", talk, _unknown(talk), visit=frame.visit)


def _unknown(talk: Talk) -> Choice:
    _ = talk.gettext
    return Choice(id="unknown", label=_("I am new, or do not know it"))


def number_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("A patient number has only digits, like 123456.")


def born(_frame: Identify, talk: Talk) -> Reply:
    _ = talk.gettext
    return Reply(text=_("Thank you. What is the patient's date of birth? For example, 23/4/1980."))


def born_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("Please write day, month and year, like 23/4/1980 or 23 April 1980.")


def surname(_frame: Identify, talk: Talk) -> Reply:
    _ = talk.gettext
    return Reply(text=_("And the patient's surname?"))


def surname_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("Please write only the surname, as the clinic knows it.")


def failed(_frame: Identify, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "I could not find a patient with exactly these details. Please check them and try again, "
        "or ring {clinic} on {phone}."
    )
    return with_phone(text, talk, try_again(talk), _unknown(talk))


def locked(_frame: Identify, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "To protect patients' data I cannot check any more details in this chat for an hour. "
        "Please ring {clinic} on {phone}, or leave a message for the clinic."
    )
    return with_phone(text, talk, leave_message(talk), no_thanks(talk))


def request(frame: Identify, _talk: Talk) -> dict[str, object]:
    """What the desk is told of somebody who could not be found."""
    unknown = "Could not be found by patient number: new here, or does not know it."
    summary = f"{unknown} {frame.summary}." if frame.summary else unknown
    return {"wish": "unknown_patient", "summary": summary}

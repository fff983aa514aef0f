"""Every sentence of proving who one is."""

from connectors.protocols import SearchesPatients
from dialogs.identify.frame import Identify
from dialogs.session import Choice, Reply
from dialogs.table import Frame
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
    return _after_visit(text, frame, talk, _unknown(talk))


def _after_visit(text: str, frame: Identify, talk: Talk, *choices: Choice) -> Reply:
    _ = talk.gettext
    if frame.visit is None:
        return with_phone(text, talk, *choices)
    chosen = _("You have chosen: {visit}.")
    return with_phone(f"{chosen}\n{text}", talk, *choices, visit=frame.visit)


def _unknown(talk: Talk) -> Choice:
    _ = talk.gettext
    return Choice(id="unknown", label=_("I am new, or do not know it"))


def number_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("A patient number has only digits, like 123456.")


def contact(frame: Identify, talk: Talk) -> Reply:
    """Ask for the contact, as for the number at other clinics."""
    _ = talk.gettext
    if frame.other:
        text = _(
            "To find the record of the person who is coming I need three things. First, the mobile "
            "number or e-mail address that {clinic} has for that person."
        )
    else:
        text = _(
            "To find your record I need three things. First, the mobile number or e-mail address "
            "that {clinic} has for you."
        )
    neither = Choice(id="neither", label=_("Neither of these"))
    reply = _after_visit(text, frame, talk, neither, _new(frame, talk))
    return reply.model_copy(update={"asks_contact": True})


def _new(frame: Identify, talk: Talk) -> Choice:
    _ = talk.gettext
    return Choice(id="new", label=_("They are new here") if frame.other else _("I am new here"))


def contact_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("For example, 07700 900123 or sam@example.com.")


def forename(frame: Identify, talk: Talk) -> Reply:
    """Ask for the first name: in the place of a contact, or because several records agree."""
    _ = talk.gettext
    if frame.contact:
        return Reply(text=_("Thank you. One more thing: what is the patient's first name?"))
    text = _("Then I look by name. What is the patient's first name?")
    return Reply(text=text, choices=(_new(frame, talk),))


def forename_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("Please write only the first name, as the clinic knows it.")


def born(_frame: Frame, talk: Talk) -> Reply:
    _ = talk.gettext
    return Reply(text=_("Thank you. What is the patient's date of birth? For example, 23/4/1980."))


def born_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("Please write day, month and year, like 23/4/1980 or 23 April 1980.")


def surname(_frame: Frame, talk: Talk) -> Reply:
    _ = talk.gettext
    return Reply(text=_("And the patient's surname?"))


def surname_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("Please write only the surname, as the clinic knows it.")


def failed(frame: Identify, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "I could not find a patient with exactly these details. Please check them and try again, "
        "or ring {clinic} on {phone}."
    )
    otherwise = _new(frame, talk) if SearchesPatients in talk.can else _unknown(talk)
    return with_phone(text, talk, try_again(talk), otherwise)


def locked(_frame: Identify, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "To protect patients' data I cannot check any more details in this chat for an hour. "
        "Please ring {clinic} on {phone}, or leave a message for the clinic."
    )
    return with_phone(text, talk, leave_message(talk), no_thanks(talk))


def unclear(_frame: Identify, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "A person at the clinic has to look at this record before I can go on, so that nothing is "
        "mixed up. Please ring {clinic} on {phone}, or leave a message and someone will ring you."
    )
    return with_phone(text, talk, leave_message(talk), no_thanks(talk))

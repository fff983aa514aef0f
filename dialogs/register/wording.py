"""Every sentence of writing down a new patient."""

from babel.dates import format_date

from dialogs.register.frame import Register
from dialogs.session import Choice, Reply
from dialogs.talk import Talk
from dialogs.understand.contacts import is_email
from dialogs.wording import leave_message, no_thanks, try_again, try_later, with_phone


def forename(_frame: Register, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "Welcome. I can register a new patient at {clinic} here. First, what is the patient's "
        "first name?"
    )
    return with_phone(text, talk)


def forename_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("Please write only the first name, like “Sam”.")


def surname_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("Please write only the surname, like “Taylor”.")


def contact(_frame: Register, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "On which mobile number, or at which e-mail address, can {clinic} reach you? "
        "For example, 07700 900123."
    )
    neither = Choice(id="neither", label=_("I have neither"))
    return with_phone(text, talk, neither).model_copy(update={"asks_contact": True})


def agree(_frame: Register, talk: Talk) -> Reply:
    """One plain question; nothing is sent to the clinic's system without a yes to it."""
    _ = talk.gettext
    url = talk.clinic.privacy_url
    if url:
        text = _(
            "How {clinic} handles patients' details is written here: {url}\n"
            "May the clinic keep these details under that policy?"
        )
    else:
        text = _("May {clinic} keep these details under its privacy policy?")
    choices = (Choice(id="yes", label=_("Yes, I agree")), Choice(id="no", label=_("No")))
    return with_phone(text, talk, *choices, url=url)


def agree_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("Please answer “yes” or “no”. Nothing is kept without a yes.")


def check(frame: Register, talk: Talk) -> Reply:
    """All that is going to be written down, as it was understood."""
    _ = talk.gettext
    contact = frame.contact or ""
    reach = _("E-mail: {contact}") if is_email(contact) else _("Mobile: {contact}")
    born = format_date(frame.born, "d MMMM y", locale=talk.locale) if frame.born else ""
    lines = [
        _("Please check:"),
        _("First name: {forename}").format(forename=frame.forename),
        _("Surname: {surname}").format(surname=frame.surname),
        _("Date of birth: {born}").format(born=born),
        reach.format(contact=contact),
        _("Is all of this right?"),
    ]
    choices = (
        Choice(id="yes", label=_("Yes, it is right")),
        Choice(id="no", label=_("No, something is wrong")),
    )
    return Reply(text="\n".join(lines), choices=choices)


def check_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("Please answer “yes”, or “no” to change something.")


def wrong(_frame: Register, talk: Talk) -> Reply:
    _ = talk.gettext
    choices = (
        Choice(id="forename", label=_("The first name")),
        Choice(id="surname", label=_("The surname")),
        Choice(id="born", label=_("The date of birth")),
        Choice(id="contact", label=_("The mobile number or e-mail address")),
    )
    return Reply(text=_("Nothing is written down yet. What is to be changed?"), choices=choices)


def declined(_frame: Register, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "All right, nothing has been passed on. You can ring {clinic} on {phone}, or leave a "
        "message for a person there."
    )
    return with_phone(text, talk, leave_message(talk), no_thanks(talk))


def similar(_frame: Register, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "A person at the clinic has to look at these details before I can go on, so that nothing "
        "is mixed up. Please ring {clinic} on {phone}, or leave a message and someone will ring "
        "you."
    )
    return with_phone(text, talk, leave_message(talk), no_thanks(talk))


def refused(_frame: Register, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "The clinic's records did not take these details, so nothing is written down. "
        "Please ring {clinic} on {phone}, or leave a message and someone will ring you."
    )
    return with_phone(text, talk, leave_message(talk), no_thanks(talk))


def not_written(frame: Register, talk: Talk) -> Reply:
    _ = talk.gettext
    what = _("I cannot reach the clinic's records right now, so nothing is written down.")
    return try_later(what, frame.until, talk)


def unsure(_frame: Register, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "It is not certain yet whether the clinic has these details. They are kept here, so you "
        "need not write them again. Please try again in a few minutes, or ring {clinic} on {phone}."
    )
    return with_phone(text, talk, try_again(talk), leave_message(talk))


def created(frame: Register, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _("Thank you. {clinic} now has the details of {patient}.")
    return with_phone(text, talk, patient=frame.patient.name if frame.patient else "")


def known(_frame: Register, talk: Talk) -> Reply:
    _ = talk.gettext
    return with_phone(_("Thank you. {clinic} has these details already, so I go on."), talk)

"""Every sentence of reaching a person."""

from dialogs.desk.frame import Desk
from dialogs.session import Reply
from dialogs.talk import Talk
from dialogs.wording import leave_message, no_thanks, with_phone


def menu(talk: Talk) -> str:
    _ = talk.gettext
    return _("Speak to a person")


def offer(frame: Desk, talk: Talk) -> Reply:
    """The phone number first, since it is the quickest; then the message."""
    _ = talk.gettext
    first = {
        "move": _(
            "I cannot move an appointment yet. You can cancel it and book another, or ask a person."
        ),
        "late": _("If you are running late, please ring the clinic now so that they know."),
        "prices": _("I cannot tell prices here yet; a person at the clinic can."),
        "account": _("I cannot show payments or invoices here yet; a person at the clinic can."),
    }.get(frame.wish or "", "")
    text = _("You can ring {clinic} on {phone}, or leave a message and someone will ring you.")
    return with_phone(f"{first} {text}".strip(), talk, leave_message(talk), no_thanks(talk))


def note(_frame: Desk, talk: Talk) -> Reply:
    _ = talk.gettext
    return Reply(text=_("What should the clinic know? Please write it in one message."))


def name(frame: Desk, talk: Talk) -> Reply:
    """The name, with what is going to happen; a talk that was handed over has got stuck before."""
    _ = talk.gettext
    if frame.note is None:
        return Reply(text=_("Someone at the clinic can help with this. What is your name?"))
    return Reply(text=_("I will pass this on to the clinic. What is your name?"))


def name_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("Please write only your name, like “Sam Taylor”.")


def phone(_frame: Desk, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _("On which phone number can the clinic reach you? For example, 07700 900123.")
    return Reply(text=text, asks_contact=True)


def phone_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("Please write a phone number with its area code, or share your own.")


def left(frame: Desk, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "I have passed your message on. Someone from {clinic} will ring {contact} "
        "when the clinic is open. If it cannot wait, ring {phone}."
    )
    return with_phone(text, talk, contact=frame.phone)


def kept(_frame: Desk, talk: Talk) -> Reply:
    _ = talk.gettext
    return with_phone(_("All right. You can always ring {clinic} on {phone}."), talk)

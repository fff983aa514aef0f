"""The greeting and the menu."""

from connectors.protocols import MovesAppointments
from dialogs.session import Choice, Reply
from dialogs.talk import Talk
from dialogs.welcome.frame import Welcome
from dialogs.wording import with_phone


def greeting(talk: Talk) -> Reply:
    """Who is talking, what it can do, when it is read, what to do in an emergency."""
    _ = talk.gettext
    if MovesAppointments in talk.can:
        text = _(
            "This is the automated assistant of {clinic}. I can book appointments, show the ones "
            "you have, confirm, move or cancel them, and pass messages on. A person is on "
            "{phone}.\n"
            "This chat is not read straight away. In an emergency call {emergency}."
        )
    else:
        text = _(
            "This is the automated assistant of {clinic}. I can book appointments, show the ones "
            "you have, confirm or cancel them, and pass messages on. A person is on {phone}.\n"
            "This chat is not read straight away. In an emergency call {emergency}."
        )
    return with_phone(text, talk, emergency=talk.clinic.emergency_number)


def menu(_frame: Welcome, talk: Talk) -> Reply:
    _ = talk.gettext
    choices = tuple(Choice(id=f"!start:{name}", label=label) for name, label in talk.menu)
    return Reply(text=_("What would you like to do?"), choices=choices)


def menu_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("You can write, for example, “I need a check-up on Tuesday morning”.")


def at_ease(talk: Talk) -> Reply:
    _ = talk.gettext
    return Reply(text=_("All right. Write here whenever you need something."))


def in_doubt(talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "I am not sure yet whether your appointment is booked. Do not book again: {clinic} is "
        "checking and will message you. In a hurry, ring {phone}."
    )
    return with_phone(text, talk)

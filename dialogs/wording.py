"""The sentences that belong to no dialog: repairs, misses, odd messages."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from dialogs import speech
from dialogs.clinic import Clinic
from dialogs.session import Choice, Reply
from dialogs.table import Frame
from dialogs.talk import Talk


def joined(first: str, reply: Reply) -> Reply:
    """The same reply with something said before it."""
    return reply.model_copy(update={"text": f"{first}\n\n{reply.text}" if reply.text else first})


def with_phone(text: str, talk: Talk, *choices: Choice, **values: object) -> Reply:
    """A text that names the {clinic} and its {phone}, and what else it holds, with its choices."""
    clinic = talk.clinic
    filled = text.format(clinic=clinic.name, phone=clinic.phone, **values)
    return Reply(text=filled, choices=choices)


def try_again(talk: Talk) -> Choice:
    _ = talk.gettext
    return Choice(id="again", label=_("Try again"))


def down(frame: Frame, talk: Talk) -> Reply:
    """Said where the clinic's system cannot be asked for what comes next."""
    _ = talk.gettext
    return try_later(_("I cannot reach the clinic's diary right now."), frame.until, talk)


def try_later(what: str, until: datetime | None, talk: Talk) -> Reply:
    """What did not work, and when to try again: at the next full minute where that is known."""
    _ = talk.gettext
    if until is None:
        when = _("You can try again in a few minutes, or ring {clinic} on {phone}.")
    else:
        when = _("Please try again at {until}, or ring {clinic} on {phone}.")
        until = until.replace(second=0, microsecond=0) + timedelta(minutes=1)
    kept = _("Your answers are kept.")
    at = speech.clock(until, talk) if until else ""
    choices = (try_again(talk), leave_message(talk))
    return with_phone("{what} {kept} " + when, talk, *choices, what=what, kept=kept, until=at)


def leave_message(talk: Talk) -> Choice:
    _ = talk.gettext
    return Choice(id="message", label=_("Leave a message"))


def book_one(talk: Talk) -> Choice:
    _ = talk.gettext
    return Choice(id="!start:booking", label=_("Book an appointment"))


def my_appointments(talk: Talk) -> Choice:
    _ = talk.gettext
    return Choice(id="!start:appointments", label=_("My appointments"))


def confirmed_by(talk: Talk, start: datetime | None = None) -> str:
    """By when the clinic tells a patient what became of something in doubt.

    For what begins soon that is well before it begins.
    """
    within = talk.clinic.policy.confirms_within
    if start is not None and start > talk.now:
        within = min(within, (start - talk.now) / 2)
    return speech.moment(talk.now + within, talk)


def no_thanks(talk: Talk) -> Choice:
    _ = talk.gettext
    return Choice(id="enough", label=_("No, thank you"))


def miss(talk: Talk, example: str | None) -> str:
    _ = talk.gettext
    sorry = _("Sorry, I did not understand that.")
    return f"{sorry} {example}" if example else sorry


def second_miss(talk: Talk, example: str | None, *, has_choices: bool) -> str:
    _ = talk.gettext
    if has_choices:
        return _("I still do not follow. Please choose one of these, or write its number.")
    return _("I still do not follow. {example}").format(example=example or "").strip()


def third_miss(talk: Talk) -> str:
    _ = talk.gettext
    return _(
        "I am sorry that I do not understand. You can ring {clinic} on {phone}, "
        "or leave a message for a person there. You can also try again."
    ).format(clinic=talk.clinic.name, phone=talk.clinic.phone)


def person_choice(talk: Talk) -> Choice:
    _ = talk.gettext
    return Choice(id="!person", label=_("Speak to a person"))


def old_button(talk: Talk) -> str:
    _ = talk.gettext
    return _("That button belongs to an earlier question, so I have not used it.")


def odd(talk: Talk, what: str) -> str:
    """One helpful sentence about something that was no text."""
    _ = talk.gettext
    match what:
        case "voice" | "audio" | "video" | "video_note":
            return _("I cannot listen to or watch recordings. Please write it in a few words.")
        case "photo" | "document" | "animation":
            return _("I cannot look at pictures or files. Please write it in a few words.")
        case "location":
            return _("I cannot use a location. Please write what you need in a few words.")
        case "contact":
            return _("I can only use your own phone number, shared with the button or written out.")
        case "edited":
            return _("I read only your first version. Please write the change as a new message.")
        case "empty":
            return _("I received an empty message. Please write what you need in a few words.")
        case "long":
            return _("That is too long for me to read. Please write it in one or two sentences.")
        case _:
            return _("I can only read written messages. Please write it in a few words.")


def group(talk: Talk) -> Reply:
    _ = talk.gettext
    return Reply(
        text=_(
            "I only talk in private chats, to keep patients' details private. "
            "Please open a chat with me directly."
        )
    )


def help_text(talk: Talk) -> str:
    _ = talk.gettext
    return _(
        "You can answer in your own words or choose an answer. You can also write: "
        "“back”, “change the time”, “repeat”, “cancel” to stop, “start again”, "
        "or “a person”. The clinic's phone is {phone}."
    ).format(phone=talk.clinic.phone)


def nothing_before(talk: Talk) -> str:
    _ = talk.gettext
    return _("There is no earlier question to go back to.")


def nothing_to_change(talk: Talk) -> str:
    _ = talk.gettext
    return _("There is nothing to change yet.")


def change_what(talk: Talk, called: Sequence[tuple[str, str]]) -> Reply:
    """Ask what to change; `called` pairs a step with what patients call it."""
    _ = talk.gettext
    labels = {
        "service": _("The kind of appointment"),
        "time": _("The day or time"),
        "slot": _("Another of the free times"),
        "clinician": _("The clinician"),
        "patient": _("The person it is for"),
        "appointment": _("Another appointment"),
        "number": _("The patient number"),
        "contact": _("The mobile number or e-mail address"),
        "forename": _("The first name"),
        "born": _("The date of birth"),
        "surname": _("The surname"),
    }
    choices = [Choice(id=f"!change:{step}", label=labels[name]) for step, name in called]
    keep = Choice(id="!repeat", label=_("Nothing, go on"))
    return Reply(text=_("What would you like to change?"), choices=(*choices, keep))


def stopped(talk: Talk) -> Reply:
    _ = talk.gettext
    return Reply(text=_("I have stopped. Nothing was changed. What would you like to do?"))


def nothing_to_stop(talk: Talk) -> str:
    _ = talk.gettext
    return _("There is nothing to stop.")


def one_moment(gettext: Callable[[str], str]) -> Reply:
    """Said while the clinic's system takes its time with something that was just agreed to."""
    _ = gettext
    text = _("One moment, please: the clinic's diary is slow to answer. I write as soon as I know.")
    return Reply(text=text)


def broken(clinic: Clinic, gettext: Callable[[str], str]) -> Reply:
    """Said when the software failed; what the patient answered so far is kept."""
    _ = gettext
    return Reply(
        text=_(
            "Something went wrong on my side, and I could not go on. Your answers are kept. "
            "Please try again, or ring {clinic} on {phone}."
        ).format(clinic=clinic.name, phone=clinic.phone)
    )


def damaged(clinic: Clinic, gettext: Callable[[str], str]) -> Reply:
    """Said when a part of what was stored of a conversation cannot be read any more."""
    _ = gettext
    return Reply(
        text=_(
            "I am sorry, a part of our chat was damaged, and I cannot read it any more. What was "
            "booked stays booked. Please ask me for your appointments before you book again, and "
            "tell me once more what else you need. The clinic knows of it: {clinic}, {phone}."
        ).format(clinic=clinic.name, phone=clinic.phone)
    )

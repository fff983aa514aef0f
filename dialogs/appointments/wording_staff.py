"""Every sentence about an appointment that the practice has moved or cancelled."""

from dataclasses import dataclass
from datetime import datetime

from dialogs import speech
from dialogs.session import Choice, Reply
from dialogs.talk import Talk
from dialogs.wording import person_choice, with_phone


@dataclass(frozen=True, slots=True)
class Affected:
    """An appointment as it was or is, in names; what is not known is empty.

    `moves`, `cancels` and `books` say what this clinic's chat can do about it.
    """

    start: datetime
    standing: bool
    service: str
    clinician: str
    patient: str
    moves: bool
    cancels: bool
    books: bool


def moved(was: Affected, now: Affected, talk: Talk) -> Reply:
    """It has another time or clinician; or it was cancelled, and stands again."""
    _ = talk.gettext
    if not was.standing:
        first = _("{clinic} has put back this appointment, which was cancelled:")
        times = [_("It is on {now}.")]
    else:
        first = _("{clinic} has moved this appointment:")
        if was.start == now.start:
            first = _("{clinic} has changed this appointment:")
        times = [_("Before: {was}"), _("Now: {now}")]
    text = "\n".join([first, "{what}", *times, _suits(now, talk)])
    choices = []
    if now.moves:
        choices.append(Choice(id="!start:moving", label=_("Choose another time")))
    if now.cancels:
        choices.append(Choice(id="!start:appointments:cancel", label=_("Cancel it")))
    choices.append(person_choice(talk))
    what, before, after = _what(now, talk), _when(was, talk), _when(now, talk)
    return with_phone(text, talk, *choices, what=what, was=before, now=after)


def cancelled(was: Affected, talk: Talk) -> Reply:
    _ = talk.gettext
    first = _("{clinic} has cancelled this appointment:")
    if was.books:
        last = _("To choose another time, write “book”, or ring {phone}.")
    else:
        last = _("For another time, please ring {phone}.")
    text = first + "\n{what}\n{was}\n" + last
    choices = [Choice(id="!start:booking", label=_("Book another time"))] if was.books else []
    what, was_at = _what(was, talk), _when(was, talk)
    return with_phone(text, talk, *choices, person_choice(talk), what=what, was=was_at)


def _suits(now: Affected, talk: Talk) -> str:
    """What to do where the new time is no good."""
    _ = talk.gettext
    if now.moves and now.cancels:
        return _(
            "If that does not suit you, write “move my appointment” or “cancel my appointment”, "
            "or ring {phone}."
        )
    if now.moves:
        return _("If that does not suit you, write “move my appointment”, or ring {phone}.")
    if now.cancels:
        return _("If that does not suit you, write “cancel my appointment”, or ring {phone}.")
    return _("If that does not suit you, please ring {phone}.")


def _what(one: Affected, talk: Talk) -> str:
    _ = talk.gettext
    service = one.service or _("Appointment")
    if not one.patient:
        return service
    return _("{service}, for {patient}").format(service=service, patient=one.patient)


def _when(one: Affected, talk: Talk) -> str:
    _ = talk.gettext
    moment = speech.moment(one.start, talk)
    if not one.clinician:
        return moment
    return _("{moment}, with {clinician}").format(moment=moment, clinician=one.clinician)

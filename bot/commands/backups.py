"""`python -m bot backup` and `restore`: copies of a clinic's database."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from bot.attempts import BookingWish
from bot.commands.database import database
from bot.settings import ClinicSettings
from storage.attempts import Attempt, Kind, Outcome
from storage.backup import backup as make_backup
from storage.backup import restore as put_back
from storage.store import Store

Say = Callable[[str], None]
Asks = Callable[[str], str]


async def backup(env: Path, target: Path | None, clock: Callable[[], datetime], say: Say) -> int:
    """Copy the database, also while it is served; raises StorageError."""
    _, path = database(env)
    target = target or path.with_name(f"{path.stem}-{clock():%Y%m%d-%H%M%S}{path.suffix}")
    await make_backup(path, target)
    say(f"The copy is in {target}. It holds patients' data: keep it as safely as the database.")
    return 0


async def restore(
    env: Path, copy: Path, clock: Callable[[], datetime], say: Say, asks: Asks
) -> int:
    """Put a copy in place and ask what became of every booking that was under way."""
    settings, path = database(env)
    restored = await put_back(copy, path, clock)
    say("The copy is in place.")
    if restored.kept_aside is not None:
        say(f"What was there before is kept in {restored.kept_aside}.")
    if not restored.open_attempts:
        say("No booking was under way when the copy was made.")
        return 0
    say(
        "These were under way. Please look in the clinic's diary, and answer with the "
        "appointment's number, “no” if it is not there, or nothing to decide later."
    )
    async with Store.visit(path, clock) as visit:
        for attempt in restored.open_attempts:
            answer = _answered(asks, _described(attempt, settings))
            if not answer:
                continue
            booked = answer.casefold() not in _NO
            await visit.decide(
                attempt.id,
                Outcome.BOOKED if booked else Outcome.NOT_BOOKED,
                reference=answer if booked else None,
                by="restore",
            )
    say("The patients will be told when the server runs again.")
    return 0


_NO = ("no", "n")


def _answered(asks: Asks, about: str) -> str:
    """A number, a no, or nothing; a bare yes would be told to the patient as the number."""
    while True:
        answer = asks(f"{about}: ").strip().removeprefix("#")
        if not answer or answer.casefold() in _NO or any(one.isdigit() for one in answer):
            return answer
        about = "Please write the appointment's number, “no”, or nothing"


def _described(attempt: Attempt, settings: ClinicSettings) -> str:
    if attempt.kind is not Kind.BOOK:
        return "A change of an appointment's status"
    start = settings.facts().local(attempt.start)
    try:
        clinician = BookingWish.model_validate_json(attempt.wish).new.slot.clinician_name
    except ValidationError:
        clinician = f"clinician {attempt.clinician_id}"
    return (
        f"{start:%A %d %B %Y, %H:%M}, {clinician}, "
        f"patient {attempt.patient_id}, {attempt.minutes} minutes"
    )

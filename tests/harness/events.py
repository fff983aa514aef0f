"""What can happen in a conversation file beside the patient's words."""

import re
from datetime import datetime, timedelta

from bot.commands.desk import settle
from dialogs.session import Heard
from sandbox.misbehaviour import Fault
from storage.attempts import Outcome
from tests.harness.stage import Event, Stage

_LENGTHS = {"m": "minutes", "h": "hours", "d": "days"}
_CREATE = "create"
_STEP, _MOST_STEPS = timedelta(seconds=10), 30


async def _restart(stage: Stage, _text: str) -> None:
    await stage.restart()


async def _wait(stage: Stage, text: str) -> None:
    found = re.fullmatch(r"(\d+)([mhd])", text)
    assert found, f"wait {text}"
    left = timedelta(**{_LENGTHS[found[2]]: int(found[1])})
    # What goes on beside the conversations takes its steps in the first minutes.
    steps = [_STEP] * min(left // _STEP, _MOST_STEPS)
    for step in (*steps, left - sum(steps, timedelta())):
        stage.clock.now += step
        await stage.app.catch_up()


async def _until(stage: Stage, text: str) -> None:
    """Wait until a moment by the clinic's clock: "until 2026-03-03 09:20"."""
    local = datetime.strptime(text, "%Y-%m-%d %H:%M")  # noqa: DTZ007 - the clinic's clock
    stage.clock.now = local.replace(tzinfo=stage.clock.now.tzinfo)


_FAULTS: dict[str, tuple[Fault, str | None, int | None]] = {
    "down": (Fault.ERROR_BEFORE, None, None),
    "silent after booking": (Fault.DROP_AFTER, _CREATE, 1),
    "silent before booking": (Fault.DROP_BEFORE, _CREATE, 1),
    "answers a booking with an error": (Fault.ERROR_AFTER, _CREATE, 1),
    "refuses a change of status": (Fault.STATUS_REFUSED, None, None),
    "silent before a change of status": (Fault.DROP_BEFORE, "status", 1),
    "silent after a change of status": (Fault.DROP_AFTER, "status", 1),
    "gives the slot away": (Fault.SLOT_TAKEN, None, 1),
    "cannot list appointments": (Fault.ERROR_BEFORE, "appointments", None),
}


async def _aerona(stage: Stage, text: str) -> None:
    switches = stage.sandbox.misbehave
    if text == "up again":
        switches.off()
    elif text == "loses its tokens":
        stage.sandbox.lose_tokens()
    else:
        fault, operation, times = _FAULTS[text]
        switches.on(fault, operation, times=times)


async def _staff_book(stage: Stage, text: str) -> None:
    """Staff take a time: "staff book 34567 at 2026-03-03 09:30"."""
    clinician, _, at = text.partition(" at ")
    local = datetime.strptime(at, "%Y-%m-%d %H:%M")  # noqa: DTZ007 - the clinic's clock
    start = local.replace(tzinfo=stage.clock.now.tzinfo)
    stage.sandbox.clinic.diary.take(int(clinician), start)


async def _same(stage: Stage, _text: str) -> None:
    await stage.again()


async def _sends(stage: Stage, what: str) -> None:
    """Something that is no text: "sends a photo"."""
    kind = what.removeprefix("a ").removeprefix("an ")
    match kind:
        case "empty message":
            await stage.hear(lambda at: Heard(text="  ", at=at))
        case "very long message":
            await stage.hear(lambda at: Heard(text="please " * 700, at=at))
        case "message in emoji":
            await stage.hear(lambda at: Heard(text="🦷😀🎉", at=at))
        case "group message":
            await stage.hear(lambda at: Heard(text="/start", at=at, other="group"))
        case _ if kind.startswith("phone number "):
            number = kind.removeprefix("phone number ")
            await stage.hear(lambda at: Heard(at=at, contact=number))
        case "edited message":
            await stage.hear(lambda at: Heard(text="tomorrow", at=at, other="edited"))
        case _:
            await stage.hear(lambda at: Heard(at=at, other=kind))


async def _presses_old(stage: Stage, text: str) -> None:
    choice = stage.phone.button(text.strip("[]"), old=True)
    await stage.hear(lambda at: Heard(at=at, choice=choice))


async def _taps(stage: Stage, text: str) -> None:
    """A second tap on a button that was just pressed: "taps [Yes, book it] again"."""
    label = text.removesuffix(" again").strip("[]")
    choice = stage.phone.button(label, old=True)
    await stage.hear(lambda at: Heard(at=at, choice=choice))


async def _desk(stage: Stage, text: str) -> None:
    """Staff settle the first open item: "desk says booked 34234", "desk says not booked"."""
    env, clock = stage.settings.file, stage.clock
    word, _, reference = text.partition(" ")
    booked = word == "booked"
    outcome = Outcome.BOOKED if booked else Outcome.NOT_BOOKED
    item = (await stage.app.store.desk_items())[0]
    said: list[str] = []
    number = reference if booked else None
    status = await settle(env, item.id, outcome, number, clock=clock, say=said.append)
    assert status == 0, said
    await stage.app.decisions.take_up()
    await stage.app.settled()


EVENTS: tuple[tuple[str, Event], ...] = (
    ("restart", _restart),
    ("wait ", _wait),
    ("until ", _until),
    ("aerona ", _aerona),
    ("staff book ", _staff_book),
    ("the same message again", _same),
    ("sends ", _sends),
    ("presses the old button ", _presses_old),
    ("taps ", _taps),
    ("desk says ", _desk),
)


async def happen(stage: Stage, text: str) -> None:
    """Let an event happen."""
    for begins, event in EVENTS:
        if text.startswith(begins):
            await event(stage, text.removeprefix(begins))
            return
    raise AssertionError(f"no such event: {text}")

"""What can happen in a conversation file beside the patient's words."""

import re
from datetime import datetime, timedelta

from bot.commands.desk import settle
from dialogs.session import Heard
from sandbox.diary import CANCELLED_BY_PRACTICE
from storage.attempts import Outcome
from tests.harness.stage import Event, Stage

_LENGTHS = {"m": "minutes", "h": "hours", "d": "days"}
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
    stage.clock.now = _local(stage, text)


async def _vendor(stage: Stage, text: str) -> None:
    """Something is wrong with the vendor that books, or is not any more."""
    if text == "up again":
        stage.vendor.switches.off()
    elif text == "loses its tokens":
        stage.sandbox.lose_tokens()
    else:
        stage.vendor.goes_wrong(text)


async def _staff_book(stage: Stage, text: str) -> None:
    """Staff take a time: "staff book 34567 at 2026-03-03 09:30"."""
    clinician, _, at = text.partition(" at ")
    stage.sandbox.clinic.diary.take(int(clinician), _local(stage, at))


async def _staff_move(stage: Stage, text: str) -> None:
    """Staff move what was booked last by chat: "staff move it to 2026-03-05 10:00"."""
    stage.sandbox.clinic.diary.move(_latest(stage), _local(stage, text))


async def _staff_cancel(stage: Stage, _text: str) -> None:
    """Staff cancel what was booked last by chat."""
    stage.sandbox.clinic.diary.set_status(_latest(stage), CANCELLED_BY_PRACTICE)


async def _class_filled(stage: Stage, text: str) -> None:
    """Others take what is left of a class: "others fill the class at 2026-03-03 18:00"."""
    classes, clinic = stage.sandbox.pracsuite.classes, stage.sandbox.clinic
    at = _local(stage, text)
    group = next(one for one in classes.all(clinic.now()) if one.start == at)
    others = (one.id for one in clinic.people.regulars if one.id not in group.members)
    while len(group.members) < group.most:
        classes.join(group, next(others), clinic.now(), {})


def _latest(stage: Stage) -> int:
    return stage.sandbox.clinic.diary.appointments(via_api=True)[-1].id


def _local(stage: Stage, text: str) -> datetime:
    local = datetime.strptime(text, "%Y-%m-%d %H:%M")  # noqa: DTZ007 - the clinic's clock
    return local.replace(tzinfo=stage.clock.now.tzinfo)


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
    ("vendor ", _vendor),
    ("staff book ", _staff_book),
    ("staff move it to ", _staff_move),
    ("staff cancel it", _staff_cancel),
    ("others fill the class at ", _class_filled),
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

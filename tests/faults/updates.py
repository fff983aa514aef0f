"""Faults of the messenger: what it delivers again and again, in any order, or ten times at once."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import permutations
from pathlib import Path

from bot.channels.protocol import Arrival
from dialogs.session import Choice
from sandbox.misbehaviour import Fault as Misbehaving
from tests.faults.callers import ASIDES, WISHES, YES, Caller, callers
from tests.faults.fault import Fault, Tally
from tests.faults.inside import Inside, opened
from tests.faults.systems import AERONA, HOLDING, System
from tests.faults.witness import Verdict, Witness

DELIVERIES = 50
MOST_TIMES = 5
TAPS = 10
ORDERS = tuple(permutations(range(5)))
# Without a divisor in common with the number of orders: the first few seeds are spread over all.
_STRIDE = 37
# Within the JSON of a frame too, and with the checksum of the whole, which it changes.
_READ_AT = re.compile(r'\\*"read_at\\*":\\*"[^"]*"|"crc":\d+')


async def repeated(system: System, seed: int, folder: Path) -> Tally:
    """The same talk with each update once, and up to five times: nothing may differ."""
    chance = random.Random(f"repeated/{seed}")
    times = _times(chance)
    plain, again = folder / "plain", folder / "again"
    plain.mkdir()
    again.mkdir()
    async with opened(plain, seed, system=system) as inside:
        await _talk(inside, len(times), chance)
        updates, expected = inside.delivered, _state(inside)
    async with opened(again, seed, system=system) as inside:
        witness = Witness(inside, callers(inside, 2, chance))
        for at_once in _deliveries(updates, times, chance):
            await _until(inside, at_once[0])
            await inside.deliver(*at_once)
        tally = witness.tally()
        for what, state in _state(inside).items():
            if state != expected[what]:
                tally.broken.append(f"repeats have changed the {what}")
    return tally


def _times(chance: random.Random) -> list[int]:
    """How often each update is delivered."""
    times: list[int] = []
    while (left := DELIVERIES - sum(times)) > 0:
        times.append(min(chance.randint(1, MOST_TIMES), left))
    return times


async def _talk(inside: Inside, updates: int, chance: random.Random) -> None:
    """Two patients write as it comes to their minds, in so many updates."""
    two = callers(inside, 2, chance, wishes=WISHES)
    while len(inside.delivered) < updates:
        caller = chance.choice(two)
        await inside.later(chance.choice((0.0, 3.0, 30.0, 300.0)))
        dice = chance.random()
        if dice < 0.2:
            await caller.say(chance.choice(ASIDES))
        elif dice < 0.3 and caller.pressed:
            await caller.press(chance.choice(caller.pressed))
        elif caller.at_the_check:
            await caller.agree()
        elif not await caller.go_on():
            await caller.say(chance.choice(("book", "my appointments", caller.wish)))


def _deliveries(
    updates: Sequence[Arrival], times: Sequence[int], chance: random.Random
) -> Iterator[list[Arrival]]:
    """What is delivered together: a new update, and repeats of it or of any before, at random."""
    late: list[Arrival] = []
    for update, often in zip(updates, times, strict=True):
        together = [update]
        for _ in range(often - 1):
            (together if chance.random() < 0.5 else late).append(update)
        chance.shuffle(late)
        some = chance.randint(0, len(late))
        yield together + late[:some]
        late = late[some:]
    if late:
        yield late


async def _until(inside: Inside, update: Arrival) -> None:
    """Let the time of an update come; that of a repeat has been before."""
    pause = (update.heard.at - inside.clock.now).total_seconds()
    await inside.later(max(pause, 0.0))


def _state(inside: Inside) -> dict[str, object]:
    """Everything that a repeat could change.

    When a time was read last is left out: that depends on when the chores came by, and the second
    talk passes its time in other steps than the first.
    """
    sessions = inside.rows("SELECT user, revision, body FROM session ORDER BY user")
    return {
        "sessions": [(*rest, _READ_AT.sub("", body)) for *rest, body in sessions],
        "replies": dict(inside.messenger.shown),
        "diary": inside.made(),
        "attempts": inside.rows("SELECT id, state, sends FROM attempt ORDER BY id"),
        "desk": inside.rows("SELECT kind, text, user FROM desk ORDER BY id"),
    }


async def in_any_order(system: System, seed: int, folder: Path) -> Tally:
    """Five updates of a booking in an order of their own, one by one and all at once."""
    order = ORDERS[seed * _STRIDE % len(ORDERS)]
    chance = random.Random(f"order/{seed}")
    tally = Tally(runs=1)
    first = folder / "first"
    first.mkdir()
    async with opened(first, seed, system=system) as inside:
        (caller,) = callers(inside, 1, chance, wishes=("check-up tomorrow morning",))
        await caller.to_the_check()
        await caller.press(_button(caller, *YES))
        await caller.say("my appointments")
        updates = inside.delivered
    for name in ("one by one", "at once"):
        place = folder / name
        place.mkdir()
        async with opened(place, seed, system=system) as inside:
            (caller,) = callers(inside, 1, chance, wishes=("check-up tomorrow morning",))
            witness = Witness(inside, (caller,))
            inside._count = len(updates)  # what is said afterwards has ids of its own
            shuffled = [updates[n] for n in order]
            for together in [shuffled] if name == "at once" else [[one] for one in shuffled]:
                await inside.deliver(*together)
            await _asked_again(caller, witness)
            tally.add(replace(witness.tally(), runs=0))
    return tally


def _button(caller: Caller, *labels: str) -> Choice:
    found = caller.button(*labels)
    if found is None:
        raise LookupError(f"no button {labels} below {caller.last}")
    return found


async def _asked_again(caller: Caller, witness: Witness) -> None:
    """Whatever was made of it, the patient is asked something, and gets the one booking."""
    last = caller.last
    if last is None or not (last.choices or "?" in last.text):
        witness.broken.append(f"the patient is asked nothing after: {last and last.text[:60]}")
    if witness.last(caller) is not Verdict.BOOKED:
        await caller.say("start again")
        await caller.say(caller.wish)
        await caller.book()
    if len(caller.inside.made()) != 1 or witness.last(caller) is not Verdict.BOOKED:
        witness.broken.append(f"{len(caller.inside.made())} bookings in the end")


async def ten_taps(system: System, seed: int, folder: Path) -> Tally:
    """Ten "yes" at once, as the same update or as ten; with an answer lost now and then."""
    chance = random.Random(f"taps/{seed}")
    readable = chance.random() < 0.5
    async with opened(folder, seed, system=system, readable=readable) as inside:
        (caller,) = callers(inside, 1, chance, wishes=WISHES[:2])
        witness = Witness(inside, (caller,))
        await caller.to_the_check()
        if chance.random() < 0.5:
            inside.vendor.switches.on(Misbehaving.DROP_AFTER, system.book, times=1)
        choice = _button(caller, *YES).id if chance.random() < 0.7 else None
        text = "" if choice else "yes"
        taps = [inside.arrival(caller.user, text, choice=choice) for _ in range(TAPS)]
        if chance.random() < 0.5:
            taps = [taps[0]] * TAPS
        await inside.deliver(*taps)
        await inside.much_later()
        tally = witness.tally()
        if inside.creates() != 1:
            tally.broken.append(f"{inside.creates()} creates were sent")
        return tally


RUNS = (
    (f"every update 1 to 5 times ({DELIVERIES} deliveries a run)", repeated, 200, 20),
    ("all orders of five updates", in_any_order, len(ORDERS), 20),
    ('ten "yes" at once', ten_taps, 100, 20),
)
FAULTS: tuple[Fault, ...] = tuple(
    Fault(system.row(name), partial(run, system), full, short // of_short)
    for system, of_short in ((AERONA, 1), (HOLDING, 5))
    for name, run, full, short in RUNS
)

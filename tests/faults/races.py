"""Patients who want the same time, at vendors that refuse overlaps and at vendors that do not."""

import random
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path

from bot.channels.protocol import Arrival
from sandbox.diary import overlap, span
from sandbox.misbehaviour import Fault as Misbehaving
from tests.faults.callers import ASIDES, YES, Caller, callers
from tests.faults.fault import Fault, Tally
from tests.faults.inside import NO_LIMIT, Inside, opened
from tests.faults.systems import AERONA, HOLDING, System
from tests.faults.witness import Verdict, Witness

RACERS = 50
# What all of them want; or times of different lengths that overlap with one another.
ONE_SLOT = ("check-up tomorrow at 9 with Dr Ana Ruiz",)
OVERLAPPING = (
    "filling tomorrow at 9 with Dr Ana Ruiz",
    "filling tomorrow at 9:20 with Dr Ana Ruiz",
    "check-up tomorrow at 9:20 with Dr Ana Ruiz",
    *ONE_SLOT,
)

WHO = ("patient number", "mobile number or e-mail address")
FEW = 3
STEPS = 24
CANCELLING = ("Cancel it", "Yes, cancel it")
# Older than this, what was read of a slot is read again right before it is booked.
READ_AGAIN_AFTER = 16.0


async def one_slot(system: System, seed: int, folder: Path) -> Tally:
    """Fifty want one time: one of them gets it, and everybody else is told, with other times."""
    return await _race(system, seed, folder, ONE_SLOT)


async def lengths(system: System, seed: int, folder: Path) -> Tally:
    """Fifty want times of different lengths that overlap: nobody gets a part of another's."""
    return await _race(system, seed, folder, OVERLAPPING)


async def _race(system: System, seed: int, folder: Path, wishes: tuple[str, ...]) -> Tally:
    chance = random.Random(f"race/{seed}")
    refuses = seed % 2 == 0
    known = refuses and chance.random() < 0.5
    said = {"AERONA_OVERLAPS_REFUSED": "yes"} if known and system is AERONA else {}
    around = opened(folder, seed, system=system, fill=0.0, requests=NO_LIMIT, settings=said)
    async with around as inside:
        if not refuses:
            inside.vendor.switches.on(Misbehaving.UNCHECKED)
        racers = callers(inside, RACERS, chance, wishes=wishes)
        witness = Witness(inside, racers)
        await inside.deliver(*(inside.arrival(one.user, one.wish) for one in racers))
        await inside.deliver(*(inside.arrival(one.user, ", ".join(one.proof)) for one in racers))
        for _ in range(2):
            chance.shuffle(racers)
            await inside.deliver(*(_yes(one, chance) for one in racers if one.at_the_check))
            await inside.later(1)
        tally = witness.tally()
        tally.broken += _told(racers, witness)
        if len(wishes) == 1 and len(inside.made()) != 1:
            tally.broken.append(f"{len(inside.made())} got the one time")
        return tally


def _yes(caller: Caller, chance: random.Random) -> Arrival:
    choice = caller.button(*YES)
    if choice is None or chance.random() < 0.5:
        return caller.inside.arrival(caller.user, "yes")
    return caller.inside.arrival(caller.user, choice=choice.id)


def _told(racers: Sequence[Caller], witness: Witness) -> list[str]:
    """One at least has it; who has not is offered other times."""
    broken = []
    if all(witness.last(one) is not Verdict.BOOKED for one in racers):
        broken.append("nobody got the time")
    for one in racers:
        if witness.last(one) is Verdict.BOOKED:
            continue
        if one.last is None or not one.times(one.last):
            words = one.last.text[:60] if one.last else "nothing"
            broken.append(f"a loser is offered no other time: {words}")
    return broken


async def unaware(system: System, seed: int, folder: Path) -> Tally:
    """A few patients talk at random with a vendor that notices no overlap, or hides bookings.

    One that keeps times notices overlaps: there it is the patients, staff, restarts and lost
    answers alone.
    """
    chance = random.Random(f"unaware/{seed}")
    readable = chance.random() < 0.5
    around = opened(folder, seed, system=system, readable=readable, fill=0.0, requests=NO_LIMIT)
    async with around as inside:
        if system is AERONA:
            vendor = Misbehaving.UNCHECKED if seed % 2 else Misbehaving.NOT_BLOCKING
            inside.vendor.switches.on(vendor)
        if chance.random() < 0.25:
            lost = chance.choice((Misbehaving.DROP_AFTER, Misbehaving.DROP_BEFORE))
            inside.vendor.switches.on(lost, system.book, times=1)
        few = callers(inside, FEW, chance, wishes=OVERLAPPING)
        witness = Witness(inside, few)
        for _ in range(STEPS):
            await _something(inside, few, chance)
        await inside.much_later()
        tally = witness.tally()
        over = _over_staff(inside)
        tally.duplicates += len(over)
        tally.broken += over
        return tally


async def _something(inside: Inside, few: Sequence[Caller], chance: random.Random) -> None:
    dice = chance.random()
    if dice < 0.04:
        await inside.stop()
        await inside.start()
        await inside.app.settled()
    elif dice < 0.10:
        _staff_take(inside, chance)
        await inside.later(READ_AGAIN_AFTER)
    elif dice < 0.25:
        await inside.later(chance.choice((1.0, 5.0, 20.0, 61.0, 130.0, 700.0)))
    else:
        some = chance.sample(few, chance.randint(1, len(few)))
        await inside.deliver(*(_next(one, chance) for one in some))


def _next(caller: Caller, chance: random.Random) -> Arrival:
    """What a patient does who means to book, changes their mind at times, and then cancels."""
    inside, user = caller.inside, caller.user
    dice = chance.random()
    if dice < 0.08:
        return inside.arrival(user, chance.choice(ASIDES))
    if dice < 0.14 and caller.pressed:
        return inside.arrival(user, choice=chance.choice(caller.pressed).id)
    if caller.at_the_check:
        return _yes(caller, chance)
    times = caller.times(caller.last) if caller.last else []
    choice = caller.button(*CANCELLING, "Try again")
    if times:
        choice = times[0] if chance.random() < 0.8 else chance.choice(times)
    if choice is not None:
        caller.pressed.append(choice)
        return inside.arrival(user, choice=choice.id)
    if caller.last is not None and any(asked in caller.last.text for asked in WHO):
        return inside.arrival(user, ", ".join(caller.proof))
    return inside.arrival(user, chance.choice((*OVERLAPPING, "my appointments")))


def _staff_take(inside: Inside, chance: random.Random) -> None:
    """Staff book a time that a patient may be looking at."""
    clinic = inside.sandbox.clinic
    ana = clinic.clinicians[34567]
    tomorrow = inside.clock.now.date() + timedelta(days=1)
    free = clinic.free_slots(clinic.types[1864], [ana], tomorrow, 1)
    clinic.diary.take(ana.id, chance.choice(list(islice(free, 3))).start)


def _over_staff(inside: Inside) -> list[str]:
    """Our bookings of times that staff had taken before, and could be seen to have taken."""
    diary = inside.sandbox.clinic.diary
    staff = [one for one in diary.appointments(via_api=False) if one.status == "Scheduled"]
    return [
        f"{ours.id} was booked over an appointment of the clinic's"
        for ours in inside.made()
        for other in staff
        if ours.order > other.order
        and ours.clinician_id == other.clinician_id
        and overlap(span(ours.start, ours.minutes), span(other.start, other.minutes))
    ]


ONE, LENGTHS = (
    f"{RACERS} patients race for one slot",
    f"{RACERS} patients race for times that overlap",
)
UNAWARE = {
    AERONA.name: "overlaps unnoticed, or bookings hidden",
    HOLDING.name: "a few patients and staff at random, restarts, lost answers",
}
FAULTS: tuple[Fault, ...] = tuple(
    fault
    for system, of_short in ((AERONA, 1), (HOLDING, 5))
    for fault in (
        Fault(system.row(ONE), partial(one_slot, system), 200, 10 // of_short),
        Fault(system.row(LENGTHS), partial(lengths, system), 200, 10 // of_short),
        Fault(
            system.row(UNAWARE[system.name]),
            partial(unaware, system),
            500,
            50 // of_short,
            desk_allowed=True,
        ),
    )
)

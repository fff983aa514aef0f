"""The vendor forgets its tokens every minute, while sixty-four patients are served at once."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.channels.protocol import Arrival
from sandbox.misbehaviour import Fault as Misbehaving
from tests.faults.callers import YES, Caller, callers
from tests.faults.fault import Fault, Tally
from tests.faults.inside import NO_LIMIT, Inside, opened
from tests.faults.witness import Verdict, Witness

AT_ONCE = 64
MINUTE = 60.0
WISHES = tuple(
    f"check-up {day} {part}"
    for day in ("tomorrow", "on Wednesday", "on Thursday", "next Monday", "next Tuesday")
    for part in ("morning", "afternoon")
)
# What a patient would read of the clinic's system.
_ERRORS = ("not reach", "went wrong", "did not answer", "did not take", "busy", "try again")

Step = Callable[[Caller], Arrival | None]


async def revoked(seed: int, folder: Path) -> Tally:
    """Searches, look-ups, bookings and cancellations, a whole minute's worth at once."""
    chance = random.Random(f"tokens/{seed}")
    async with opened(folder, seed, fill=0.0, requests=NO_LIMIT) as inside:
        all_of_them = callers(inside, AT_ONCE, chance, wishes=WISHES)
        witness = Witness(inside, all_of_them)
        vendor = _Vendor(inside, chance)
        for step in (_wish, _time, _proof, _yes, _mine, _cancel, _cancel):
            await vendor.a_minute(all_of_them, step)
        tally = witness.tally()
        tally.broken += vendor.broken
        tally.broken += _errors(all_of_them)
        if not any(witness.last(one) is Verdict.BOOKED for one in all_of_them):
            tally.broken.append("nobody was booked")
        return tally


@dataclass
class _Vendor:
    """Forgets its tokens once a minute: before all that is asked in it, or in the middle of that.

    In the middle only where a good token is out: refused twice in a row, a login has met a limit,
    and is rightly not repeated.
    """

    inside: Inside
    chance: random.Random
    good: bool = False
    broken: list[str] = field(default_factory=list)

    async def a_minute(self, everybody: Sequence[Caller], step: Step) -> None:
        """Everybody does this at once."""
        inside, misbehave = self.inside, self.inside.sandbox.misbehave
        await inside.later(MINUTE)
        arrivals = [arrival for one in everybody if (arrival := step(one)) is not None]
        before = inside.sandbox.calls.count("login")
        if self.good and self.chance.random() < 0.6:
            misbehave.on(Misbehaving.TOKEN_LOST, times=1, every=self.chance.randint(1, AT_ONCE))
        else:
            inside.sandbox.lose_tokens()
            self.good = False
        await inside.deliver(*arrivals)
        lost = not self.good or not misbehave.rules()
        misbehave.off()
        logins = inside.sandbox.calls.count("login") - before
        if logins > int(lost):
            self.broken.append(f"{logins} logins for {int(lost)} losses in {step.__name__}")
        self.good = logins > 0 or not lost


def _wish(caller: Caller) -> Arrival:
    return caller.inside.arrival(caller.user, caller.wish)


def _time(caller: Caller) -> Arrival | None:
    times = caller.times(caller.last) if caller.last else []
    if not times:
        return None
    return caller.inside.arrival(caller.user, choice=caller.chance.choice(times).id)


def _proof(caller: Caller) -> Arrival:
    return caller.inside.arrival(caller.user, ", ".join(caller.proof))


def _yes(caller: Caller) -> Arrival | None:
    return _pressed(caller, *YES)


def _mine(caller: Caller) -> Arrival:
    return caller.inside.arrival(caller.user, "my appointments")


def _cancel(caller: Caller) -> Arrival | None:
    return _pressed(caller, "Cancel it", "Yes, cancel it")


def _pressed(caller: Caller, *labels: str) -> Arrival | None:
    choice = caller.button(*labels)
    return None if choice is None else caller.inside.arrival(caller.user, choice=choice.id)


def _errors(everybody: Sequence[Caller]) -> list[str]:
    return [
        f"{one.user} read: {text[:60]}"
        for one in everybody
        for text in one.inside.messenger.texts(one.user)
        if any(words in text for words in _ERRORS)
    ]


FAULTS: tuple[Fault, ...] = (
    Fault(f"the token revoked every minute under {AT_ONCE} calls at once", revoked, 100, 5),
)

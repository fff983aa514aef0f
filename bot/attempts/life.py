"""The life of a write to a vendor, as a protocol without any I/O.

    prepared -> sent -> confirmed
                  |---> refused
                  `---> in doubt -> confirmed | refused | settled by a person
                            `-----> sent, once more at most, when it is proven not to have happened

A protocol yields the steps that it wants done, in their order, is sent what each came to, and
returns how it ended. Steps that are durable are on disk before the next one is asked for. Whoever
drives it may die after any step: what is on disk then decides how it goes on. The same code runs
in the server (writing.py, settling.py) and is explored with every schedule of faults.
"""

from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from connectors.errors import ConnectorError, OutcomeUnknown, SlotTaken
from storage.attempts import MOST_SENDS, Attempt, State


class Step(Enum):
    """What is to be done next."""

    PREPARE = "prepare"  # durable: what is going to be asked
    CHECK = "check"  # read whether it can still be done; answered with an error or None
    SENT = "sent"  # durable: it is about to leave, so from now on it may have left
    SEND = "send"  # the request, once; answered with Said
    DOUBT = "doubt"  # durable: it may have happened
    LOOK = "look"  # read whether it has happened; answered with Sight


@dataclass(frozen=True)
class Said:
    """What the vendor said to a request.

    A reference, or an error that proves that nothing happened; neither when the answer was lost.
    """

    reference: str | None = None
    error: ConnectorError | None = None


class Seen(Enum):
    """What a reading of the vendor shows of a write whose answer was lost."""

    THERE = "there"
    ABSENT = "absent"
    UNCLEAR = "unclear"  # it could be ours or somebody else's; reading will never tell
    UNREADABLE = "unreadable"  # the reading itself failed


@dataclass(frozen=True)
class Sight:
    """A reading, with the vendor's reference where it is there."""

    seen: Seen
    reference: str | None = None


Answer = None | ConnectorError | Said | Sight


@dataclass(frozen=True)
class Ended:
    """Where the attempt goes; None: where it is. `error` is what to tell whoever asked for it.

    `attempt` holds what the readings say of one that stays in doubt.
    """

    state: State | None
    reference: str | None = None
    error: ConnectorError | None = None
    attempt: Attempt | None = None


Protocol = Generator[Step, Answer, Ended]

# Two, since one list may lag behind a little; that it ends later than the window is what counts.
ENOUGH_READINGS = 2


def writing(known: Attempt | None) -> Protocol:
    """Ask for something, once; `known` is this very attempt where its turn is run again."""
    if known is None:
        yield Step.PREPARE
    if known is None or known.state is State.PREPARED:
        error = yield Step.CHECK
        if isinstance(error, ConnectorError):
            return Ended(State.REFUSED, error=error)
        yield Step.SENT
        return (yield from _sending())
    if known.state is State.CONFIRMED:
        return Ended(None, reference=known.reference)
    if known.state is State.REFUSED:
        return Ended(None, error=SlotTaken("this was refused before"))
    if known.state is State.SETTLED:
        return Ended(None, error=OutcomeUnknown("a person has settled this"))
    return (yield from _looking())


def settling(doubt: Attempt, now: datetime, settle: timedelta, *, waits: bool) -> Protocol:
    """Find out what became of a write whose answer was lost.

    `settle` is the time after which nothing that was sent can still take effect. `waits` says that
    the patient is still waiting and was told nothing else, and that no person was asked to look.
    """
    if doubt.state is State.SENT:
        # Sent again by a process that died over it: it counts from now on.
        yield Step.DOUBT
        doubt = replace(doubt, state=State.IN_DOUBT, doubted_at=now, absent=0)
    sight = yield from _look()
    if sight.seen is Seen.THERE:
        return Ended(State.CONFIRMED, sight.reference)
    doubt = looked(doubt, sight, now)
    if not proven_absent(doubt, now, settle):
        return Ended(None, attempt=doubt)
    if not waits or doubt.sends >= MOST_SENDS:
        return Ended(State.REFUSED)
    error = yield Step.CHECK
    if isinstance(error, SlotTaken):
        return Ended(State.REFUSED, error=error)
    if isinstance(error, ConnectorError):
        return Ended(None, attempt=doubt)
    yield Step.SENT
    return (yield from _sending())


def looked(doubt: Attempt, sight: Sight, now: datetime) -> Attempt:
    """What is known of a doubt after one more reading that did not find it."""
    if sight.seen is Seen.UNREADABLE:
        return doubt
    if sight.seen is Seen.UNCLEAR:
        return replace(doubt, looked_at=now, absent=0, puzzling=True)
    return replace(doubt, looked_at=now, absent=doubt.absent + 1)


def proven_absent(doubt: Attempt, now: datetime, settle: timedelta) -> bool:
    """Whether it certainly did not happen: seen absent all the time, and again after the window."""
    if doubt.puzzling or doubt.doubted_at is None or doubt.looked_at != now:
        return False
    return doubt.absent >= ENOUGH_READINGS and now - doubt.doubted_at >= settle


# How long after the doubt began it is looked at; the window's end comes among them.
_LOOKS = tuple(timedelta(seconds=each) for each in (2, 5, 10, 20, 40, 60))
_PATIENCE = timedelta(minutes=10)
_AT_FIRST, _LATER = timedelta(seconds=30), timedelta(minutes=10)


def next_look(doubt: Attempt, last: datetime | None, now: datetime, settle: timedelta) -> datetime:
    """When to read the vendor again, after a reading at `last` or after none.

    Often at first, once right after the window, and then more and more seldom.
    """
    since = doubt.doubted_at or doubt.sent_at
    if since is None or last is None:
        return since or now
    looks = sorted((*_LOOKS, settle))
    for look in looks:
        if since + look > last:
            return since + look
    return last + (_AT_FIRST if last - since < settle + _PATIENCE else _LATER)


async def driven(protocol: Protocol, do: Callable[[Step], Awaitable[Answer]]) -> Ended:
    """Do what a protocol asks for until it ends; whatever `do` raises ends it there."""
    answer: Answer = None
    while True:
        try:
            step = protocol.send(answer)
        except StopIteration as end:
            ended: Ended = end.value
            return ended
        answer = await do(step)


def _sending() -> Protocol:
    said = yield Step.SEND
    if not isinstance(said, Said):
        raise TypeError("sending is answered with what was said")
    if said.error is not None:
        return Ended(State.REFUSED, error=said.error)
    if said.reference is not None:
        return Ended(State.CONFIRMED, said.reference)
    return (yield from _looking())


def _look() -> Generator[Step, Answer, Sight]:
    sight = yield Step.LOOK
    if not isinstance(sight, Sight):
        raise TypeError("a look is answered with a sight")
    return sight


def _looking() -> Protocol:
    """Its answer was lost: that it is not found at once proves nothing."""
    sight = yield from _look()
    if sight.seen is Seen.THERE:
        return Ended(State.CONFIRMED, sight.reference)
    return Ended(State.IN_DOUBT, error=OutcomeUnknown("it may have happened"))

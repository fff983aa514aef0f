"""Every schedule of up to four faults, over the very transitions that the server makes.

The protocols of bot/attempts/life.py and the table of storage/attempts.py are the real ones; what
surrounds them here is a model: a disk that survives crashes, a vendor, a messenger, a patient who
waits. A schedule is a run of that model with a fault chosen at up to four of the moments at which
one can strike. States that several schedules come to are explored once and counted for each.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.attempts.life import Answer, Ended, Said, Seen, Sight, Step, next_look, settling, writing
from bot.attempts.life import Protocol as Life
from bot.attempts.reading import DESK_AFTER
from connectors.errors import OutcomeUnknown, SlotTaken
from dialogs.session import SessionKey
from storage.attempts import Attempt, Kind, State, legal
from tests.faults.fault import Fault, Tally

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PATIENT = SessionKey(clinic="harbour", channel="model", user="ada")
VISIT = START + timedelta(days=1)

# The vendor's slowest late effect and the age of its oldest list: together less than the window.
LATE, LAG = timedelta(seconds=60), timedelta(seconds=15)
SETTLE = timedelta(seconds=90)
RESTART = timedelta(seconds=1)
MOST_FAULTS = 4


class CrashError(Exception):
    """The process dies here."""


@dataclass(frozen=True)
class World:
    """All that matters between two moments at which nothing is under way."""

    now: datetime = START
    coming: tuple[str, ...] = ("tap",)  # what the messenger has not been told of as arrived
    inbox: tuple[tuple[str, bool], ...] = ()  # stored, and whether it is answered
    attempts: tuple[Attempt, ...] = ()
    revision: int = 5
    pressed: bool = False
    effects: tuple[datetime, ...] = ()  # when each booking appears in the diary
    said: tuple[str, ...] = ()
    looked: datetime | None = None
    desk_due: datetime | None = None
    tapped_twice: bool = False
    delivered_twice: bool = False

    def attempt(self, attempt_id: str) -> Attempt | None:
        return next((one for one in self.attempts if one.id == attempt_id), None)

    @property
    def doubt(self) -> Attempt | None:
        """What settling looks at: see bot/attempts/settling.py."""
        for one in self.attempts:
            if one.state is State.IN_DOUBT or (one.state is State.SENT and one.doubted_at):
                return one
        return None

    @property
    def booked(self) -> int:
        return sum(at <= self.now for at in self.effects)


@dataclass
class Choices:
    """Which fault strikes where: `script` says it for the first moments, then none does."""

    script: tuple[int, ...]
    left: int
    made: list[tuple[int, int]]

    def fault(self, *faults: str) -> str | None:
        """The fault that strikes now, if any."""
        options = 1 + (len(faults) if self.left else 0)
        place = len(self.made)
        chosen = self.script[place] if place < len(self.script) else 0
        self.made.append((chosen, options))
        if not chosen:
            return None
        self.left -= 1
        return faults[chosen - 1]


@dataclass
class Process:
    """The server while it does one thing; what it has written is in `disk` when it dies."""

    disk: World
    choices: Choices
    settle: timedelta

    def durable(self, disk: World) -> None:
        """A write: the process may die before it, or after it."""
        fault = self.choices.fault("crash before", "crash after")
        if fault == "crash before":
            raise CrashError
        self.disk = disk
        if fault == "crash after":
            raise CrashError

    def moved(self, world: World, attempt_id: str, to: State, *, told: bool = False) -> World:
        """What a move changes on disk: see storage/turns.py."""
        known = world.attempt(attempt_id)
        assert known is not None
        assert legal(known.state, to, known.sends), f"{known.state} to {to}"
        after = replace(known, state=to, sends=known.sends + (to is State.SENT))
        if to is State.SENT:
            after = replace(after, sent_at=world.now, absent=0, looked_at=None)
        if to is State.IN_DOUBT:
            after = replace(after, doubted_at=world.now)
            if told:
                after = replace(after, told_revision=world.revision + 1)
        others = tuple(after if one.id == attempt_id else one for one in world.attempts)
        return replace(world, attempts=others)

    # What the server does

    def turn(self, update: str) -> None:
        """Answer one update: store it, let it book, and commit all of it at once."""
        if (update, True) in self.disk.inbox:
            return
        if (update, False) not in self.disk.inbox:
            row = (update, False)
            self.durable(replace(self.disk, inbox=(*self.disk.inbox, row)))
        if self.disk.pressed:
            self.commit(update, "", None, None)
            return
        known = self.disk.attempt(f"{update}/1")
        open_ones = [one for one in self.disk.attempts if one.state.open and one is not known]
        if open_ones:
            self.commit(update, "pending", None, None)
            return
        ended = self.driven(writing(known), f"{update}/1")
        said = "booked" if ended.reference else "not booked"
        if isinstance(ended.error, OutcomeUnknown):
            said = "unsure"
        self.commit(update, said, f"{update}/1", ended.state)

    def commit(self, update: str, said: str, attempt_id: str | None, to: State | None) -> None:
        after = self.disk
        if attempt_id and to:
            after = self.moved(after, attempt_id, to, told=True)
        if to is State.IN_DOUBT:
            after = replace(after, desk_due=after.now + self.settle + DESK_AFTER)
        inbox = tuple((one, done or one == update) for one, done in after.inbox)
        after = replace(after, inbox=inbox, revision=after.revision + 1, pressed=True)
        self.durable(replace(after, said=(*after.said, said) if said else after.said))

    def look(self) -> None:
        """One look at the doubt, and what it leads to: see Settling."""
        doubt = self.disk.doubt
        assert doubt is not None
        waits = self.disk.revision == doubt.told_revision and not self.with_the_desk()
        self.disk = replace(self.disk, looked=self.disk.now)
        protocol = settling(doubt, self.disk.now, self.settle, waits=waits)
        ended = self.driven(protocol, doubt.id)
        if ended.state is None:
            kept = tuple(
                ended.attempt if ended.attempt and one.id == doubt.id else one
                for one in self.disk.attempts
            )
            self.durable(replace(self.disk, attempts=kept))
        elif ended.state is State.IN_DOUBT:
            self.durable(self.moved(self.disk, doubt.id, ended.state))
        else:
            said = "booked" if ended.state is State.CONFIRMED else "not booked"
            after = self.moved(self.disk, doubt.id, ended.state)
            after = replace(after, revision=after.revision + 1, said=(*after.said, said))
            self.durable(after)

    def with_the_desk(self) -> bool:
        return self.disk.desk_due is not None and self.disk.desk_due <= self.disk.now

    def driven(self, life: Life, attempt_id: str) -> Ended:
        answer: Answer = None
        while True:
            try:
                step = life.send(answer)
            except StopIteration as end:
                ended: Ended = end.value
                return ended
            answer = self.done(step, attempt_id)

    def done(self, step: Step, attempt_id: str) -> Answer:
        match step:
            case Step.PREPARE:
                new = Attempt(attempt_id, PATIENT, Kind.BOOK, "17", VISIT, "{}", "4", 20)
                new = replace(new, prepared_at=self.disk.now)
                self.durable(replace(self.disk, attempts=(*self.disk.attempts, new)))
            case Step.SENT:
                after = self.moved(self.disk, attempt_id, State.SENT)
                if after.desk_due is not None:
                    after = replace(after, desk_due=after.now + self.settle + DESK_AFTER)
                self.durable(after)
            case Step.DOUBT:
                self.durable(self.moved(self.disk, attempt_id, State.IN_DOUBT))
            case Step.CHECK:
                return SlotTaken("ours") if self.disk.booked else None
            case Step.SEND:
                return self.sent()
            case Step.LOOK:
                return self.seen()
        return None

    # The vendor

    def sent(self) -> Said:
        faults = ("request lost", "5xx before", "answer lost", "5xx after", "late", "crash")
        fault = self.choices.fault(*faults)
        if fault in ("request lost", "5xx before"):
            return Said()
        at = self.disk.now + LATE if fault == "late" else self.disk.now
        self.disk = replace(self.disk, effects=(*self.disk.effects, at))
        if fault == "crash":
            raise CrashError
        return Said() if fault else Said(reference=f"{len(self.disk.effects)}")

    def seen(self) -> Sight:
        fault = self.choices.fault("list fails", "stale list", "crash")
        if fault == "crash":
            raise CrashError
        if fault == "list fails":
            return Sight(Seen.UNREADABLE)
        as_of = self.disk.now - LAG if fault else self.disk.now
        there = any(at <= as_of for at in self.disk.effects)
        return Sight(Seen.THERE, "1") if there else Sight(Seen.ABSENT)


Segment = Callable[[Process], None]


def next_segment(world: World, settle: timedelta) -> tuple[World, Segment] | None:
    """What happens next; None at the end of the story."""
    for update, done in world.inbox:
        if not done:
            return world, partial(_turn, update)
    if world.coming:
        return world, _arrival
    if world.doubt is not None:
        at = next_look(world.doubt, world.looked, world.now, settle)
        return replace(world, now=max(world.now, at)), Process.look
    return None


def _turn(update: str, process: Process) -> None:
    process.turn(update)


def _arrival(process: Process) -> None:
    """The messenger brings an update; it may bring it twice, and patients tap twice."""
    world = process.disk
    update, *rest = world.coming
    extra = None
    if update == "tap" and not (world.tapped_twice or world.delivered_twice):
        extra = process.choices.fault("double tap", "redelivery")
    if extra == "double tap":
        rest.append("second tap")
        world = replace(world, tapped_twice=True)
    elif extra == "redelivery":
        rest.append(update)
        world = replace(world, delivered_twice=True)
    process.disk = world
    process.turn(update)
    process.disk = replace(process.disk, coming=tuple(rest))


def branches(
    world: World, segment: Segment, left: int, settle: timedelta
) -> Iterator[tuple[World, int]]:
    """What a segment can lead to, with the faults that are left after it."""
    script: tuple[int, ...] | None = ()
    while script is not None:
        choices = Choices(script, left, [])
        process = Process(world, choices, settle)
        try:
            segment(process)
        except CrashError:
            crashed = replace(process.disk, now=process.disk.now + RESTART, looked=None)
            # What was not acknowledged is delivered again; what was stored is known as a repeat.
            yield crashed, choices.left
        else:
            yield process.disk, choices.left
        script = _next(choices.made)


def _next(made: list[tuple[int, int]]) -> tuple[int, ...] | None:
    """The script after this one, in the order of counting up; None after the last."""
    for place in range(len(made) - 1, -1, -1):
        chosen, options = made[place]
        if chosen + 1 < options:
            return (*(one for one, _ in made[:place]), chosen + 1)
    return None


@dataclass(frozen=True)
class Outcome:
    """How a schedule ended."""

    duplicate: bool
    lost: bool
    false_booked: bool
    desk: bool


def outcome(world: World, settle: timedelta) -> Outcome:
    """The end of a story, once everything that was sent has taken effect."""
    last = [one for one in world.said if one in ("booked", "not booked", "unsure")]
    booked = len(world.effects)
    due = world.desk_due
    handed = due is not None and due <= world.now and settle > timedelta()
    return Outcome(
        duplicate=booked > 1,
        lost=not last or last[-1] == "unsure" or not all(done for _, done in world.inbox),
        false_booked=(last[-1:] == ["booked"]) != (booked > 0),
        desk=handed,
    )


def explore(faults: int = MOST_FAULTS, settle: timedelta = SETTLE) -> Counter[Outcome]:
    """How all schedules with at most so many faults end, and how many end so."""
    known: dict[tuple[World, int], Counter[Outcome]] = {}

    def ends(world: World, left: int) -> Counter[Outcome]:
        if (world, left) in known:
            return known[world, left]
        found: Counter[Outcome] = Counter()
        following = next_segment(world, settle)
        if following is None:
            found[outcome(world, settle)] += 1
        else:
            for after, remaining in branches(*following, left, settle):
                found.update(ends(after, remaining))
        known[world, left] = found
        return found

    return ends(World(), faults)


async def _every_schedule(_seed: int, _folder: Path) -> Tally:
    return tallied(explore())


async def _every_single_fault(_seed: int, _folder: Path) -> Tally:
    return tallied(explore(faults=1))


def tallied(found: Counter[Outcome]) -> Tally:
    """The figures of the table."""
    tally = Tally(runs=found.total())
    for end, schedules in found.items():
        tally.duplicates += schedules * end.duplicate
        tally.lost += schedules * end.lost
        tally.false_booked += schedules * end.false_booked
        tally.desk += schedules * end.desk
    return tally


FAULTS = (
    Fault("every schedule of up to four faults", _every_schedule, 1, 1, desk_allowed=True),
    Fault("every single fault", _every_single_fault, 1, 1),
)

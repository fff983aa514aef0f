"""What surrounds a turn: the clinic's systems, the moment, the slower reading of dates."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar, cast, runtime_checkable

from connectors.model import Slot
from connectors.protocols import (
    BooksAppointments,
    ChangesStatus,
    CreatesPatients,
    JoinsClasses,
    MovesAppointments,
)
from dialogs.clinic import Catalogue
from dialogs.session import Value
from dialogs.understand.wish import When

A = TypeVar("A")

# Phrase, now by the clinic's clock, locale: a reading, or None, also when it took too long.
Ponders = Callable[[str, datetime, str], Awaitable[When | None]]


class DeskRequest(Value):
    """Something that a person at the clinic must see. The text is for staff and is never logged."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Held:
    """Something that a patient has booked here; `sure` unless nobody knows yet whether it is."""

    start: datetime
    sure: bool


@runtime_checkable
class TakesRequests(Protocol):
    """Hands something to the people at the desk."""

    def leave(self, request: DeskRequest) -> None:
        """Leave the request; it is durable together with the replies of the turn."""
        ...


@runtime_checkable
class HoldsSlots(Protocol):
    """Keeps a time for one conversation while its patient looks at the check question."""

    async def hold(self, slot: Slot, *, at_vendor: bool = True) -> None:
        """Keep it for some minutes, in the place of what was kept before.

        Where the vendor can keep it too, it is asked to, unless `at_vendor` says not to. Raises
        SlotTaken where another conversation keeps an overlapping time, or the vendor says so. It
        is let go as soon as no dialog of the conversation names it any more (see Frame.holding).
        """
        ...


@runtime_checkable
class KnowsBookings(Protocol):
    """Remembers what was booked here, whichever conversation it was booked in."""

    async def booked(self, patient_id: str) -> Sequence[Held]:
        """The patient's bookings whose time is not over, and that were not cancelled here."""
        ...

    async def changing(self) -> frozenset[str]:
        """The references of appointments of which a change was sent whose outcome is not known."""
        ...


WRITES: frozenset[type] = frozenset(
    {BooksAppointments, ChangesStatus, MovesAppointments, CreatesPatients, JoinsClasses}
)


class Ports:
    """The abilities of the clinic's systems, and what else a turn is handed from outside."""

    def __init__(
        self,
        abilities: Mapping[type, object],
        now: datetime,
        catalogue: Catalogue,
        ponder: Ponders | None = None,
        before_work: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Take what serves each ability; `now` is by the clinic's clock.

        `before_work` is awaited before anything is asked of the clinic's systems.
        """
        self._abilities = dict(abilities)
        self.now = now
        self.catalogue = catalogue
        self.ponder = ponder
        self._before_work = before_work

    async def begin_work(self) -> None:
        """Let the application do what must be done before the clinic's systems are asked."""
        if self._before_work is not None:
            await self._before_work()

    def __getitem__(self, ability: type[A]) -> A:
        """What serves the ability; a KeyError is a dialog that does not say what it needs."""
        return cast("A", self._abilities[ability])

    def get(self, ability: type[A]) -> A | None:
        """What serves the ability, or None where the clinic's systems do not have it."""
        return cast("A | None", self._abilities.get(ability))

    @property
    def can(self) -> frozenset[type]:
        """The abilities at hand."""
        return frozenset(self._abilities)

    def reading(self) -> "Ports":
        """The same without what changes anything, for steps that do not commit."""
        abilities = {a: s for a, s in self._abilities.items() if a not in WRITES}
        return Ports(abilities, self.now, self.catalogue, self.ponder)

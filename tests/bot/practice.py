"""A practice whose staff change appointments, and polls of it on a real store."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.attempts.wishes import BookingWish, MoveWish, StatusWish
from bot.changes.noticing import Noticing
from connectors.errors import TooBusy
from connectors.model import Appointment, Changes, NewAppointment, Slot, Status
from storage.attempts import Attempt, Kind, Move, State
from storage.store import Store
from tests.storage.patients import MORNING, Clock, patient

DAYS_AHEAD = MORNING + timedelta(days=10)
BY_PHONE = Appointment("500", "17", DAYS_AHEAD, Status.SCHEDULED, 20, "1864", "4")
KEY = patient("ada")


@dataclass
class Practice:
    """A vendor that tells changes; implements TellsChanges."""

    clock: Callable[[], datetime]
    diary: dict[str, Appointment] = field(default_factory=dict)
    changed: dict[str, datetime] = field(default_factory=dict)
    asked: list[datetime] = field(default_factory=list)
    busy: bool = False

    def put(self, one: Appointment) -> None:
        self.diary[one.id] = one
        self.changed[one.id] = self.clock()

    def edit(self, id_: str, **fields: object) -> None:
        self.put(replace(self.diary[id_], **fields))  # type: ignore[arg-type]

    async def changes(self, since: datetime) -> Changes:
        self.asked.append(since)
        if self.busy:
            raise TooBusy("later", timedelta(minutes=1))
        found = [one for id_, one in self.diary.items() if self.changed[id_] >= since]
        # Those that are removed are told of a second time, with less.
        gone = [replace(one, service_id=None) for one in found if one.status.cancelled]
        return Changes((*found, *gone), self.clock())


@dataclass
class Bench:
    """A store, a vendor, and polls; what we change goes through attempts as the turns make them."""

    path: Path
    clock: Clock = field(default_factory=Clock)
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)
    _count: int = 0

    def __post_init__(self) -> None:
        self.practice = Practice(self.clock)

    async def start(self) -> None:
        self.store = await self._open.enter_async_context(Store.open(self.path, self.clock))

    async def restart(self) -> None:
        await self._open.aclose()
        await self.start()

    async def aclose(self) -> None:
        await self._open.aclose()

    async def poll(self, *, after: timedelta = timedelta(minutes=2)) -> list[str]:
        """Wait, and ask; gives all that was noticed so far and concerns a patient."""
        self.clock.now += after
        await Noticing(self.store, self.practice, self.clock).poll()
        return await self.stream()

    async def stream(self) -> list[str]:
        return [
            f"{change.kind} {change.after.id} {change.after.start:%d %H:%M}"
            for change in await self.store.changes.untold()
        ]

    async def begin(self, kind: Kind, about: str, start: datetime, status: Status | None) -> str:
        """Something is asked of the vendor; nobody knows yet what comes of it."""
        self._count += 1
        slot, wish = Slot(start, 20, "1864", "4", "Dr Ruiz"), ""
        if kind is Kind.BOOK:
            wish = BookingWish(new=NewAppointment(slot, "17")).model_dump_json()
        else:
            at = self.practice.diary[about].start
            named = {"appointment_id": about, "patient_id": "17", "at": at}
            if kind is Kind.MOVE:
                wish = MoveWish.model_validate(named | {"to": slot}).model_dump_json()
            else:
                wish = StatusWish.model_validate(named | {"status": status}).model_dump_json()
        attempt = Attempt(f"a{self._count}", KEY, kind, "17", start, wish, "4", 20)
        await self.store.prepare(attempt)
        await self.store.sent(attempt.id)
        return attempt.id

    async def end(self, attempt_id: str, reference: str) -> None:
        await self.store.move(Move(attempt_id, State.CONFIRMED, reference=reference))

    async def book(self, id_: str, start: datetime) -> None:
        attempt = await self.begin(Kind.BOOK, id_, start, None)
        self.practice.put(Appointment(id_, "17", start, Status.SCHEDULED, 20, "1864", "4"))
        await self.end(attempt, id_)

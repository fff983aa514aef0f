"""A whole clinic in this process, for faults that need no other one; time is the programme's.

As `tests.bot.around`, and besides: everything that is said is heard by whoever checks it, slow
answers of the vendor take the clinic's time and not ours, and what is logged is kept to be read.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import aiohttp
from structlog.testing import capture_logs

from bot.app import World
from bot.channels.protocol import Arrival
from bot.settings import ClinicSettings, load
from dialogs.session import Reply
from sandbox import gate
from sandbox.clinic import Clinic
from sandbox.diary import Appointment
from sandbox.people import Patient
from sandbox.server import Sandbox
from tests.bot.around import MONDAY, Messenger, Stand
from tests.faults.kept import Kept
from tests.faults.systems import AERONA, System
from tests.harness.stage import Clock
from tests.harness.vendors import Vendor

# How the programme waits until a doubt is settled, in seconds: closely around the window's end,
# as the chores do it, then for minutes and hours.
SOON = (2, 5, 10, 20, 40, *(4,) * 10, 60, 120)
STEPS = (*SOON, 300, 600, 1800, 3600)
# Events of the log that nobody may ever see, whatever the fault.
DEFECTS = frozenset(
    {
        *("turn_defect", "booking_defect", "change_defect", "job_defect", "chore_defect"),
        *("background_defect", "turn_cannot_be_stored", "message_let_go"),
    }
)
LOOKUPS = {"AERONA_APPOINTMENTS_SEARCH_PATH": "/appointments/search"}
NO_LIMIT = 10**6


@dataclass
class Late:
    """The vendor's sleep: until the clinic's clock shows the time, and then at once."""

    clock: Clock
    _dozing: list[tuple[datetime, asyncio.Event]] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        awake = asyncio.Event()
        self._dozing.append((self.clock.now + timedelta(seconds=seconds), awake))
        await awake.wait()

    def wake(self, *, everybody: bool = False) -> bool:
        """Wake those whose time has come; whether there were any."""
        due = [one for one in self._dozing if everybody or one[0] <= self.clock.now]
        for one in due:
            self._dozing.remove(one)
            one[1].set()
        return bool(due)


@dataclass
class Phones(Messenger):
    """The patients' phones; `heard_by` is told of each message as it is shown."""

    heard_by: list[Callable[[str, Reply], None]] = field(default_factory=list)

    async def deliver(self, user: str, reply: Reply) -> str:
        handle = await super().deliver(user, reply)
        for listener in self.heard_by:
            listener(user, reply)
        return handle


@dataclass
class Inside(Stand):
    """The stand, with what the fault programme looks at besides."""

    phones: Phones = field(default_factory=Phones)
    late: Late = field(default_factory=lambda: Late(Clock(MONDAY)))
    logs: list[Any] = field(default_factory=list)
    delivered: list[Arrival] = field(default_factory=list)
    effects: list[Appointment] = field(default_factory=list)
    readable: bool = False
    system: System = AERONA
    kept: Kept = field(default_factory=Kept)

    def patients(self, count: int) -> list[Patient]:
        """People whom the clinic knows and who have no appointment yet."""
        people = self.sandbox.clinic.people
        known = [_patient(n) for n in range(1, count + 1)]
        for patient in known:
            people.add(patient)
        return known

    @property
    def vendor(self) -> Vendor:
        """The system that books."""
        return Vendor(self.sandbox, self.system.name)

    def creates(self) -> int:
        """How many requests to book were made."""
        return self.vendor.calls.counts().get(self.system.book, 0)

    async def hear(self, user: str, text: str = "", **what: Any) -> None:  # noqa: ANN401 - fields of Heard
        """Deliver one thing that a user does, and let the conversations come to rest."""
        await self.deliver(self.arrival(user, text, **what))

    async def deliver(self, *arrivals: Arrival) -> None:
        """Deliver all of these at once, and let the conversations come to rest."""
        await asyncio.gather(*map(self.app.conversations.arrive, arrivals))
        self.delivered += arrivals
        await self.app.settled()
        self.look_at_holds()

    async def later(self, seconds: float) -> None:
        """Let time pass: what was slow happens, and what is due beside the talks is done."""
        self.clock.now += timedelta(seconds=seconds)
        if self.late.wake():
            await self.vendor_at_rest()
        await self.app.catch_up()
        self.look_at_holds()

    def look_at_holds(self) -> None:
        """See which of the times that the vendor keeps nobody needs any more."""
        alive = self.sandbox.pracsuite.holds()
        if alive or self.kept.unneeded:
            self.kept.seen(alive, self.path, self.clock.now)

    async def much_later(self) -> None:
        """Let so much time pass that everything that can be settled is."""
        for seconds in STEPS:
            await self.later(seconds)

    async def vendor_at_rest(self) -> None:
        """Let the vendor finish what it has been asked, which needs only a few rounds."""
        for _ in range(20):
            await asyncio.sleep(0)

    def defects(self) -> list[str]:
        return [line["event"] for line in self.logs if line["event"] in DEFECTS]


BORN = date(1984, 5, 12)


def _patient(number: int) -> Patient:
    name = surname(number)
    return Patient(428000 + number, "Robin", name, BORN, email=f"{name.lower()}@example.com")


def surname(number: int) -> str:
    """A different surname for each number, of letters alone."""
    return "Fenn" + "".join(chr(ord("a") + int(digit)) for digit in str(number))


@asynccontextmanager
async def opened(
    folder: Path,
    seed: int,
    *,
    system: System = AERONA,
    readable: bool = False,
    fill: float = 0.3,
    requests: int | None = None,
    settings: Mapping[str, str] = MappingProxyType({}),
) -> AsyncIterator[Inside]:
    """A clinic that is open; `readable` says that its vendor lists a patient's appointments.

    `requests` is how many Aerona and we count up to, where another number than theirs matters.
    """
    clock = Clock(MONDAY)
    late = Late(clock)
    clinic = Clinic(clock=clock, fill=fill)
    async with AsyncExitStack() as stack:
        logs = stack.enter_context(capture_logs())
        serving = Sandbox.running(
            clock=clock,
            clinic=clinic,
            optional=("appointments",) if readable else (),
            sleeper=late,
            limit=requests or gate.LIMIT,
        )
        sandbox = await stack.enter_async_context(serving)
        stack.callback(late.wake, everybody=True)
        http = await stack.enter_async_context(aiohttp.ClientSession())
        values = system.variables(sandbox.origin)
        phones = Phones()
        inside = Inside(
            messenger=phones,
            phones=phones,
            sandbox=sandbox,
            clock=clock,
            settings=_loaded(
                folder / "harbour.env",
                values | (LOOKUPS if readable and not system.readable else {}) | dict(settings),
                requests if system is AERONA else None,
            ),
            world=World(clock, http, random.Random(seed), clock.sleep),
            path=folder / "clinic.db",
            late=late,
            logs=logs,
            readable=readable or system.readable,
            system=system,
        )
        clinic.diary.listeners.append(inside.effects.append)
        stack.push_async_callback(inside.stop)
        await inside.start()
        yield inside


def _loaded(file: Path, values: Mapping[str, str], requests: int | None) -> ClinicSettings:
    file.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    loaded = load(file)
    if requests is None:
        return loaded
    # More than a clinic may set, for a vendor that is asked more than any vendor allows.
    assert loaded.aerona is not None
    vendor = loaded.aerona.model_copy(update={"request_limit": requests})
    return loaded.model_copy(update={"aerona": vendor})

"""A virtual clinic's day: the real application and the sandbox over HTTP, patients, and the desk.

First everybody who is to be known in their chat proves who they are there, spread over the days
before, so that this costs nothing of what is measured. Then, on Monday at nine, patients arrive.
"""

import random
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp

from benchmarks.budget.people import Person, arrivals, person
from benchmarks.budget.phones import Chat, Phones
from benchmarks.budget.staff import Staff
from benchmarks.budget.timeline import Timeline
from benchmarks.budget.visit import Story, Visit, prove
from bot.app import ClinicApp, World, open_clinic
from bot.settings import load as load_settings
from sandbox import gate
from sandbox.clinic import Clinic
from sandbox.server import Sandbox

ZONE = ZoneInfo("Europe/London")
OPENS = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
WINDOW = timedelta(minutes=15)

# Four clinicians give these three services; of their hours 85 % are then taken, since a start that
# is taken at random often takes the next one too.
_SERVICES = "1864,1865,1866"
_FILL = 0.83

_SECONDS_BETWEEN_PROOFS = 30
_QUIET = timedelta(hours=1)
_GOING_HOME = timedelta(minutes=45)


@dataclass(frozen=True)
class Load:
    """How many patients come in each 15 minutes, for how long, and to which clinic."""

    patients: float
    lasts: timedelta
    overlaps_refused: str = "yes"
    seed: int = 1


@dataclass
class Day:
    """An open clinic, and what happened there; `made` is when bookings of the chat took effect."""

    load: Load
    timeline: Timeline
    sandbox: Sandbox
    app: ClinicApp
    phones: Phones
    path: Path
    made: list[datetime]
    began: datetime = OPENS
    ended: datetime = OPENS
    stories: list[Story] = field(default_factory=list)

    async def pass_until(self, moment: datetime) -> None:
        """Let everything happen up to a moment."""
        await self.timeline.run(moment, self.app.settled, self.phones.unanswered)

    def chat(self, person: Person) -> Chat:
        """The chat of a person with the clinic."""
        arrive = self.app.conversations.arrive
        return Chat(self.phones, arrive, person.user, self.timeline)


async def lived(load: Load, folder: Path) -> Day:
    """A whole day under that load; what is returned is closed and only to be looked at."""
    moments = arrivals(OPENS, OPENS + load.lasts, load.patients, WINDOW, load.seed)
    people = [person(number, load.seed, OPENS.date()) for number in range(len(moments))]
    known = [one for one in people if one.known_here]
    before = timedelta(seconds=_SECONDS_BETWEEN_PROOFS * len(known))
    async with opened(load, folder, OPENS - before - _QUIET) as day:
        for one in people:
            day.sandbox.clinic.people.add(one.record)
        await _get_known(day, known)
        await day.pass_until(OPENS)
        day.timeline.begin(_arriving(day, people, moments))
        await day.pass_until(OPENS + load.lasts)
        day.ended = day.timeline()
        await day.pass_until(day.ended + _GOING_HOME)
        return day


@asynccontextmanager
async def opened(load: Load, folder: Path, now: datetime) -> AsyncIterator[Day]:
    """A clinic that is open, with its desk at work."""
    timeline = Timeline(now)
    clinic = Clinic(clock=timeline, fill=_FILL, seed=load.seed)
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox.running(clock=timeline, clinic=clinic))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        world = World(timeline, http, random.Random(load.seed), timeline.sleep)  # noqa: S311
        file = folder / "harbour.env"
        file.write_text(_env_file(load, sandbox), encoding="utf-8")
        phones, path = Phones(), folder / "clinic.db"
        app = await stack.enter_async_context(open_clinic(load_settings(file), phones, world, path))
        stack.push_async_callback(timeline.aclose)
        await app.take_up()
        for chore in app.chores:
            timeline.begin(chore.keep_doing(timeline.rest))
        staff = Staff(clinic, timeline.rest, random.Random(f"{load.seed}/desk"))  # noqa: S311
        timeline.begin(staff.book())
        timeline.begin(staff.cancel())
        made = list[datetime]()
        clinic.diary.listeners.append(lambda _: made.append(timeline()))
        yield Day(load, timeline, sandbox, app, phones, path, made)


def _env_file(load: Load, sandbox: Sandbox) -> str:
    values = {
        "CLINIC_NAME": "Harbour Dental",
        "CLINIC_TIMEZONE": ZONE.key,
        "CLINIC_PHONE": "020 7946 0000",
        "CLINIC_BOOKABLE_TYPES": _SERVICES,
        "AERONA_BASE_URL": sandbox.base_url,
        "AERONA_PRACTICE_ID": "9876",
        "AERONA_USERNAME": gate.USERNAME,
        "AERONA_PASSWORD": gate.PASSWORD,
        "AERONA_OVERLAPS_REFUSED": load.overlaps_refused,
    }
    return "".join(f'{name}="{value}"\n' for name, value in values.items())


async def _get_known(day: Day, known: Iterable[Person]) -> None:
    """Let them prove who they are, one after the other."""
    failed = list[Person]()

    async def one_after_the_other() -> None:
        for one in known:
            if not await prove(one, day.chat(one), day.timeline.rest):
                failed.append(one)
            await day.timeline.rest(_SECONDS_BETWEEN_PROOFS - 3)

    day.timeline.begin(one_after_the_other())
    await day.pass_until(OPENS - _QUIET + timedelta(seconds=1))
    if failed:
        raise RuntimeError(f"{len(failed)} could not prove who they are")


async def _arriving(day: Day, people: list[Person], moments: list[datetime]) -> None:
    for one, moment in zip(people, moments, strict=True):
        await day.timeline.rest((moment - day.timeline()).total_seconds())
        story = Story(one, moment)
        day.stories.append(story)
        visit = Visit(story, day.chat(one), day.timeline, day.timeline.rest)
        day.timeline.begin(visit.run())

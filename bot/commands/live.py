"""What `check` asks of the application: one read of the vendor, and which dialogs a clinic gets."""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp

from bot.app import World
from bot.catalogue import load
from bot.commands.check import Probe, Say
from bot.settings import ClinicSettings
from bot.vendors import VENDORS, advice, can, connect
from connectors.errors import ConnectorError
from connectors.protocols import Complains, ListsServices
from dialogs.ports import TakesRequests
from dialogs.registry import served

# More than this, and tokens and slots would be judged by a wrong clock.
TOLERATED = timedelta(minutes=2)


def probe(clock: Callable[[], datetime]) -> Probe:
    """Reads the clinic's systems once, with their accounts' own request budgets."""

    async def read(settings: ClinicSettings, say: Say) -> Sequence[str]:
        told: list[datetime] = []
        async with aiohttp.ClientSession(trace_configs=[_clock_of_answers(told)]) as http:
            world = World(clock=clock, http=http, rng=random.Random())  # noqa: S311 - spreads load
            folder = budget_folder(settings)
            diary = connect(settings, world, folder)
            services = await diary.services() if isinstance(diary, ListsServices) else ()
            say(f"{VENDORS[settings.diary].name} answered, with {len(services)} appointment types.")
            complaints = list(_unknown(settings, {service.id for service in services}))
            complaints += await _read(diary, say)
            for name in settings.lookups:
                vendor = VENDORS[name].connect(settings, world, folder)
                try:
                    complaints += await _read(vendor, say)
                except ConnectorError as error:
                    complaints.append(advice(name, error))
        if told and abs(told[-1] - clock()) > TOLERATED:
            say("Its clock and this machine's differ by more than two minutes.")
        return complaints

    return read


async def _read(vendor: object, say: Say) -> Sequence[str]:
    complaints = await vendor.complaints() if isinstance(vendor, Complains) else ()
    await load(vendor, say)
    return complaints


def _unknown(settings: ClinicSettings, known: set[str]) -> Iterator[str]:
    missing = [id_ for id_ in settings.clinic.bookable_types if id_ not in known]
    if missing:
        yield f"CLINIC_BOOKABLE_TYPES names unknown types: {', '.join(missing)}."


def _clock_of_answers(told: list[datetime]) -> aiohttp.TraceConfig:
    """Keeps what each answer says the time is, so that no further request has to ask for it."""

    async def note(_: object, __: object, ended: aiohttp.TraceRequestEndParams) -> None:
        try:
            date = parsedate_to_datetime(ended.response.headers.get("Date", ""))
        except ValueError:
            return
        told.append(date if date.tzinfo else date.replace(tzinfo=UTC))

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(note)
    return trace


def budget_folder(settings: ClinicSettings) -> Path:
    """Where the requests of the clinic's account are counted: the same for every command."""
    return settings.storage.path.parent if settings.storage.path else settings.file.parent


def dialogs(settings: ClinicSettings) -> Sequence[str]:
    """One line for each dialog: whether this clinic gets it, and what its system lacks if not."""
    return [
        f"{one.dialog}: {'yes' if not one.lacks else 'no, it needs ' + ', '.join(one.lacks)}"
        for one in served(can(settings) | {TakesRequests})
    ]

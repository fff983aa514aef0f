"""What `check` asks of the application: one read of the vendor, and which dialogs a clinic gets."""

import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp

from bot.app import World
from bot.settings import ClinicSettings
from bot.vendors import VENDORS, can, connect
from connectors.protocols import ListsServices
from dialogs.ports import TakesRequests
from dialogs.registry import served

# More than this, and tokens and slots would be judged by a wrong clock.
TOLERATED = timedelta(minutes=2)


def probe(clock: Callable[[], datetime]) -> Callable[[ClinicSettings], Awaitable[str]]:
    """Reads the clinic's system once, with the account's own request budget."""

    async def read(settings: ClinicSettings) -> str:
        told: list[datetime] = []
        async with aiohttp.ClientSession(trace_configs=[_clock_of_answers(told)]) as http:
            world = World(clock=clock, http=http, rng=random.Random())  # noqa: S311 - spreads load
            vendor = connect(settings, world, budget_folder(settings))
            services = await vendor.services() if isinstance(vendor, ListsServices) else ()
        words = [
            f"{VENDORS[settings.diary].name} answered, with {len(services)} appointment types."
        ]
        if told and abs(told[-1] - clock()) > TOLERATED:
            words.append("Its clock and this machine's differ by more than two minutes.")
        known = {service.id for service in services}
        missing = [id_ for id_ in settings.clinic.bookable_types if id_ not in known]
        if missing:
            words.append(f"CLINIC_BOOKABLE_TYPES names unknown types: {', '.join(missing)}.")
        return " ".join(words)

    return read


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

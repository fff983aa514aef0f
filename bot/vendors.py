"""The practice management systems that a clinic may have, and how each is connected.

A further one is its folder in connectors/, its group of settings, and its entry here.
"""

import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

import aiohttp

from bot.settings import ClinicSettings
from bot.settings.groups import VendorName
from connectors import aerona, pracsuite
from connectors.errors import (
    ConnectorError,
    NotAllowed,
    NotFound,
    Refused,
    TooBusy,
    Unavailable,
)
from connectors.protocols import ABILITIES, ListsPlaces, ListsPrices

# What a system may serve beside the one that books: nothing that knows patients, and nothing
# whose ids the diary would be asked with.
LOOKUPS = frozenset({ListsPlaces, ListsPrices})


class Outside(Protocol):
    """What a connector takes from outside: time, chance, and the network."""

    @property
    def clock(self) -> Callable[[], datetime]: ...
    @property
    def http(self) -> aiohttp.ClientSession: ...
    @property
    def rng(self) -> random.Random: ...
    @property
    def sleep(self) -> Callable[[float], Awaitable[None]]: ...


@dataclass(frozen=True)
class Vendor:
    """One system: its name, how it is connected, and what staff are to look at when it fails.

    The first class of `advice` that fits says it, so a class stands before those it descends from.
    """

    name: str
    connect: Callable[[ClinicSettings, Outside, Path], object]
    connector: Callable[[ClinicSettings], type]
    advice: tuple[tuple[type[ConnectorError], str], ...]


def _aerona(settings: ClinicSettings, outside: Outside, budgets: Path) -> object:
    if settings.aerona is None:
        raise ValueError("this clinic has no Aerona")
    status = settings.clinic.new_booking_status
    return aerona.connect(
        settings.aerona,
        outside.http,
        clock=outside.clock,
        zone=settings.clinic.timezone,
        budget_folder=budgets,
        rng=outside.rng,
        sleep=outside.sleep,
        **({} if settings.facts().policy.requested else {"new_status": status}),
    )


def _aerona_class(settings: ClinicSettings) -> type:
    if settings.aerona is None:
        raise ValueError("this clinic has no Aerona")
    return aerona.connector_class(settings.aerona)


def _pracsuite(settings: ClinicSettings, outside: Outside, budgets: Path) -> object:
    if settings.pracsuite is None:
        raise ValueError("this clinic has no PracSuite")
    return pracsuite.connect(
        settings.pracsuite,
        outside.http,
        clock=outside.clock,
        zone=settings.clinic.timezone,
        budget_folder=budgets,
        rng=outside.rng,
        sleep=outside.sleep,
    )


def _pracsuite_class(settings: ClinicSettings) -> type:
    if settings.pracsuite is None:
        raise ValueError("this clinic has no PracSuite")
    return pracsuite.connector_class(settings.pracsuite)


VENDORS: Mapping[VendorName, Vendor] = {
    "aerona": Vendor(
        "Aerona",
        _aerona,
        _aerona_class,
        (
            (
                NotAllowed,
                "Aerona refused the account: look at AERONA_USERNAME and AERONA_PASSWORD.",
            ),
            (TooBusy, "Aerona was not asked, because its requests are used up for now."),
            (
                Unavailable,
                "Aerona did not answer as expected: look at AERONA_BASE_URL and the network.",
            ),
            (NotFound, "Aerona does not know the practice: look at AERONA_PRACTICE_ID."),
            (
                Refused,
                "Aerona declined the question: look at AERONA_PRACTICE_ID and AERONA_BASE_URL.",
            ),
            (ConnectorError, "Aerona could not be read."),
        ),
    ),
    "pracsuite": Vendor(
        "PracSuite",
        _pracsuite,
        _pracsuite_class,
        (
            (
                NotAllowed,
                "PracSuite refused a key: look at PRACSUITE_VENDOR_KEY and PRACSUITE_ACCOUNT_KEY.",
            ),
            (TooBusy, "PracSuite was not asked, because its requests are used up for now."),
            (
                Unavailable,
                "PracSuite did not answer as expected: look at PRACSUITE_BASE_URL and the network.",
            ),
            (ConnectorError, "PracSuite could not be read as these settings want it."),
        ),
    ),
}


def advice(name: VendorName, error: ConnectorError) -> str:
    """What staff are to look at after this error of the system."""
    return next(words for kind, words in VENDORS[name].advice if isinstance(error, kind))


def connect(settings: ClinicSettings, outside: Outside, budgets: Path) -> object:
    """The system in which the clinic books, as a connector."""
    return VENDORS[settings.diary].connect(settings, outside, budgets)


def connect_lookups(settings: ClinicSettings, outside: Outside, budgets: Path) -> list[object]:
    """The systems that only serve lookups."""
    return [VENDORS[name].connect(settings, outside, budgets) for name in settings.lookups]


def abilities_of(vendor: object, *lookups: object) -> dict[type, object]:
    """What serves each ability: the system that books, and beside it those for lookups alone.

    A connector has those abilities whose methods it has.
    """
    able: dict[type, object] = {}
    for other in lookups:
        able |= {ability: other for ability in LOOKUPS if isinstance(other, ability)}
    return able | {ability: vendor for ability in ABILITIES if isinstance(vendor, ability)}


def can(settings: ClinicSettings) -> frozenset[type]:
    """The abilities of a clinic's systems, told by its settings alone."""
    diary = VENDORS[settings.diary].connector(settings)
    others = [VENDORS[name].connector(settings) for name in settings.lookups]
    return frozenset(
        {one for one in ABILITIES if issubclass(diary, one)}
        | {one for one in LOOKUPS for other in others if issubclass(other, one)}
    )

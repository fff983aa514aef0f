"""`python -m bot lookup harbour.env "words"`: what the clinic's systems have under some words.

For staff: it tells the rooms and devices that a service needs too, which patients are never told.
"""

import random
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path

import aiohttp

from bot.app import World
from bot.catalogue import Catalogues, load
from bot.commands.live import budget_folder
from bot.settings import load as settings_of
from bot.vendors import abilities_of, advice, connect, connect_lookups
from connectors.errors import ConnectorError
from connectors.model import Fee, Item, Service
from connectors.protocols import DescribesServices, ListsPrices
from dialogs import lookup as shared
from dialogs.clinic import Catalogue
from dialogs.understand.index import Names
from dialogs.understand.match import find_named
from dialogs.understand.said import hear

Say = Callable[[str], object]

# Services and prices are read singly, each for a request of the clinic's account.
MOST_READ = 10


async def lookup(env: Path, words: str, clock: Callable[[], datetime], say: Say) -> int:
    """Say what matches; 1 where nothing does, or where a system cannot be asked."""
    settings = settings_of(env)
    async with aiohttp.ClientSession() as http:
        world = World(clock=clock, http=http, rng=random.Random())  # noqa: S311 - spreads load
        folder = budget_folder(settings)
        vendors = (connect(settings, world, folder), *connect_lookups(settings, world, folder))
        try:
            return await _looked_up(vendors, words, say)
        except ConnectorError as error:
            say(advice(settings.diary, error))
            return 1


async def _looked_up(vendors: tuple[object, ...], words: str, say: Say) -> int:
    for vendor in vendors:
        await load(vendor, say)
    abilities = abilities_of(*vendors)
    catalogues = Catalogues(abilities)
    await catalogues.refresh_rest()
    found = False
    async for line in _lines(await catalogues.read(), words, abilities):
        found = True
        say(line)
    if not found:
        say(f"Nothing is called anything like “{words}”.")
    return 0 if found else 1


async def _lines(
    catalogue: Catalogue, words: str, abilities: dict[type, object]
) -> AsyncIterator[str]:
    """A line for each; those that are read singly are, as far as that goes."""
    services = _named(words, catalogue.service_names)
    for count, service in enumerate(one for one in catalogue.services if one.id in services):
        yield await _service(service, abilities if count < MOST_READ else {})
    clinicians = _named(words, catalogue.clinician_names)
    for clinician in (one for one in catalogue.clinicians if one.id in clinicians):
        yield _line("Clinician", clinician.name, clinician.id, list(clinician.does))
    places = _named(words, catalogue.place_names)
    for place in (one for one in catalogue.places if one.id in places):
        yield _line("Place", place.name, place.id, [place.address, place.phone, place.email])
    items = _named(words, catalogue.item_names)
    for count, item in enumerate(one for one in catalogue.items if one.id in items):
        yield await _item(item, abilities if count < MOST_READ else {})


def _named(words: str, names: Names) -> frozenset[str]:
    return frozenset(shared.ids(find_named(hear(words), names, everyday=True)))


async def _service(service: Service, abilities: dict[type, object]) -> str:
    describes = abilities.get(DescribesServices)
    minutes: tuple[int, ...] = () if service.minutes is None else (service.minutes,)
    resources: tuple[str, ...] = ()
    if isinstance(describes, DescribesServices):
        details = await describes.service(service.id)
        minutes, resources = details.minutes or minutes, details.resources
    parts = [
        f"{' or '.join(str(one) for one in minutes)} minutes" if minutes else "",
        f"needs {', '.join(resources)}" if resources else "",
        "a class" if service.group else "",
    ]
    return _line("Service", service.name, service.id, parts)


async def _item(item: Item, abilities: dict[type, object]) -> str:
    prices = abilities.get(ListsPrices)
    fees = await prices.fees(item.id) if isinstance(prices, ListsPrices) else ()
    parts = [f"code {item.code}" if item.code else "", *(_fee(fee) for fee in fees)]
    return _line("Price", item.name, item.id, parts)


def _fee(fee: Fee) -> str:
    return f"{fee.category}: {fee.amount:,.2f}" if fee.category else f"{fee.amount:,.2f}"


def _line(kind: str, name: str, id_: str, parts: list[str]) -> str:
    return f"{kind} {id_}: {'; '.join([name, *(part for part in parts if part)])}"

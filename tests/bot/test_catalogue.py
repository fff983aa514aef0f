"""What can be booked is asked for once for everybody, and what is old is let go of."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bot.catalogue import Catalogues, load
from bot.housekeeping import KEPT
from connectors.errors import Unavailable
from connectors.model import Clinician, Fee, Item, Place, Service
from connectors.protocols import ListsClinicians, ListsPlaces, ListsPrices, ListsServices
from sandbox.misbehaviour import Fault
from tests.bot.around import stood


async def test_patients_who_wait_for_a_vendor_that_is_down_wait_together(tmp_path: Path) -> None:
    async with stood(tmp_path) as stand:
        stand.sandbox.misbehave.on(Fault.ERROR_BEFORE)
        await stand.app.catalogues.read()
        alone = stand.sandbox.calls.count()
        await asyncio.gather(*(stand.app.catalogues.read() for _ in range(20)))
        assert stand.sandbox.calls.count() - alone <= alone
        stand.sandbox.misbehave.off()
        # Until then a vendor that has failed so often is left alone.
        stand.clock.now += timedelta(minutes=1)
        assert (await stand.app.catalogues.read()).services


async def test_what_was_answered_and_delivered_long_ago_is_let_go_of(tmp_path: Path) -> None:
    async with stood(tmp_path) as stand:
        await stand.say("ana", "/start")
        stand.clock.now += KEPT + timedelta(days=1)
        await stand.say("ben", "/start")
        assert stand.rows("SELECT count(*) FROM inbox") == [(2,)]
        await stand.app.catch_up()
        assert stand.rows("SELECT user FROM inbox") == [("ben",)]
        assert stand.rows("SELECT DISTINCT user FROM outbox") == [("ben",)]
        # The conversation itself is kept.
        assert stand.rows("SELECT count(*) FROM session") == [(2,)]


class Vendor:
    """A clinic's system whose price list is long in coming; `down` are lists it cannot tell."""

    def __init__(self) -> None:
        self.down: set[str] = set()
        self.asked = asyncio.Event()
        self.prices = asyncio.Event()

    def _fail(self, what: str) -> None:
        if what in self.down:
            raise Unavailable(what)

    async def services(self) -> list[Service]:
        self._fail("services")
        return [Service("1", "Check-up")]

    async def clinicians(self) -> list[Clinician]:
        self._fail("clinicians")
        return [Clinician("1", "Dr Ana Ruiz")]

    async def places(self) -> list[Place]:
        self._fail("places")
        return [Place("1", "Quay Street")]

    async def items(self) -> list[Item]:
        self.asked.set()
        await self.prices.wait()
        self._fail("items")
        return [Item("1", "Crown")]

    async def fees(self, item_id: str) -> list[Fee]:
        raise NotImplementedError(item_id)

    async def load(self, progress: Callable[[str, int, int], None]) -> None:
        progress("services", 0, 0)
        for known in range(0, 50_001, 100):
            progress("items", known, 50_000)


ALL = (ListsServices, ListsClinicians, ListsPlaces, ListsPrices)


async def test_nobody_waits_for_the_price_list() -> None:
    vendor = Vendor()
    catalogues = Catalogues(dict.fromkeys(ALL, vendor))
    rest = asyncio.create_task(catalogues.refresh_rest())
    assert (await catalogues.read()).services
    await vendor.asked.wait()
    assert (await catalogues.read()).places
    assert not (await catalogues.read()).items
    vendor.prices.set()
    await rest
    whole = await catalogues.read()
    assert (whole.services, whole.places, whole.items) == (
        (Service("1", "Check-up"),),
        (Place("1", "Quay Street"),),
        (Item("1", "Crown"),),
    )


async def test_names_are_prepared_before_anybody_is_given_them() -> None:
    vendor = Vendor()
    vendor.prices.set()
    catalogues = Catalogues(dict.fromkeys(ALL, vendor))
    await catalogues.refresh_rest()
    assert {"service_names", "clinician_names", "place_names", "item_names"} <= set(
        vars(catalogues.current)
    )


async def test_a_list_that_cannot_be_told_leaves_the_others_and_what_was_known() -> None:
    vendor = Vendor()
    vendor.prices.set()
    catalogues = Catalogues(dict.fromkeys(ALL, vendor))
    vendor.down = {"places"}
    await catalogues.refresh_rest()
    assert not (await catalogues.read()).places
    assert (await catalogues.read()).items
    vendor.down = {"items", "clinicians"}
    await catalogues.refresh()
    await catalogues.refresh_rest()
    whole = await catalogues.read()
    assert whole.clinicians
    assert whole.places
    assert whole.items


async def test_prices_wait_until_something_can_be_booked() -> None:
    vendor = Vendor()
    vendor.down = {"services"}
    catalogues = Catalogues(dict.fromkeys(ALL, vendor))
    await catalogues.refresh_rest()
    assert catalogues.current is None


async def test_loading_is_told_in_steps() -> None:
    said: list[str] = []
    await load(Vendor(), said.append)
    assert said[:3] == ["Services: 0 of 0", "Items: 0 of 50,000", "Items: 5,000 of 50,000"]
    assert said[-1] == "Items: 50,000 of 50,000"
    assert len(said) == 12
    await load(object(), said.append)
    assert len(said) == 12

"""An outage of the clinic's system is one thing on the desk's list, until it is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.desk.outage import Outages, outages
from connectors.errors import NotAllowed, Unavailable
from storage.desk import DeskItem
from storage.store import Store
from tests.storage.patients import Clock, rows


@dataclass
class Vendor:
    """A connector that knows whether it is answered."""

    clock: Clock
    up: bool = True
    since: datetime | None = None
    probes: int = 0
    refuses: bool = False

    def down_since(self) -> datetime | None:
        return self.since

    async def probe(self) -> datetime | None:
        self.probes += 1
        if not self.up:
            self.since = self.since or self.clock()
            raise Unavailable("no answer")
        self.since = None
        if self.refuses:
            raise NotAllowed("who is asking?")
        return None

    def fails(self) -> None:
        """Somebody has asked in vain."""
        self.up, self.since = False, self.since or self.clock()

    def answers(self) -> None:
        """Somebody was answered."""
        self.up, self.since = True, None


def watch(vendor: Vendor, store: Store, clock: Clock) -> Outages:
    return Outages(vendor, "Aerona", vendor.probe, store, clock, lambda at: at)


async def waiting(store: Store) -> list[DeskItem]:
    return [item for item in await store.desk_items() if item.note.kind == "outage"]


async def test_a_short_outage_is_no_news(store: Store, clock: Clock) -> None:
    vendor = Vendor(clock)
    outage = watch(vendor, store, clock)
    vendor.fails()
    clock.wait(seconds=110)
    await outage.look()
    vendor.answers()
    clock.wait(minutes=10)
    await outage.look()
    assert await store.newest_desk_item("outage") is None
    assert vendor.probes == 0


async def test_a_long_one_is_one_item_that_says_since_when_and_goes_by_itself(
    store: Store, path: Path, clock: Clock
) -> None:
    vendor = Vendor(clock)
    outage = watch(vendor, store, clock)
    vendor.fails()
    for _ in range(30):
        clock.wait(seconds=10)
        await outage.look()
    [item] = await waiting(store)
    assert "since Monday 2 March, 09:00" in item.note.text
    vendor.answers()
    await outage.look()
    assert rows(path, "SELECT settled_by FROM desk") == [("recovered",)]
    await outage.look()
    assert await waiting(store) == []


async def test_the_next_one_is_another_item(store: Store, clock: Clock) -> None:
    vendor = Vendor(clock)
    outage = watch(vendor, store, clock)
    for _ in range(2):
        vendor.fails()
        clock.wait(minutes=3)
        await outage.look()
        assert len(await waiting(store)) == 1
        vendor.answers()
        clock.wait(minutes=1)
        await outage.look()
        assert await waiting(store) == []


async def test_a_restart_in_the_middle_makes_no_second_one_and_ends_it_only_when_it_is_over(
    store: Store, path: Path, clock: Clock
) -> None:
    vendor = Vendor(clock)
    vendor.fails()
    clock.wait(minutes=3)
    await watch(vendor, store, clock).look()
    # The new process knows of no failure yet.
    vendor.since = None
    again = watch(vendor, store, clock)
    for _ in range(30):
        await again.look()
        clock.wait(seconds=10)
    assert len(await waiting(store)) == 1
    assert rows(path, "SELECT count(*) FROM desk") == [(1,)]
    vendor.up = True
    clock.wait(minutes=1)
    await again.look()
    assert await waiting(store) == []


async def test_at_night_its_end_is_found_by_asking_now_and_then(store: Store, clock: Clock) -> None:
    vendor = Vendor(clock)
    outage = watch(vendor, store, clock)
    vendor.fails()
    clock.wait(minutes=3)
    await outage.look()
    for _ in range(60):
        clock.wait(seconds=10)
        await outage.look()
    assert vendor.probes == 10
    vendor.up = True
    clock.wait(minutes=1)
    await outage.look()
    assert await waiting(store) == []


async def test_a_system_that_refuses_us_is_there(store: Store, clock: Clock) -> None:
    vendor = Vendor(clock, refuses=True)
    vendor.fails()
    clock.wait(minutes=3)
    await watch(vendor, store, clock).look()
    vendor.answers()
    await watch(vendor, store, clock).look()
    assert await waiting(store) == []


async def test_one_that_staff_have_marked_as_done_is_not_brought_up_again(
    store: Store, path: Path, clock: Clock
) -> None:
    vendor = Vendor(clock)
    outage = watch(vendor, store, clock)
    vendor.fails()
    clock.wait(minutes=3)
    await outage.look()
    async with Store.visit(path, clock) as visit:
        await visit.settle_desk_item(1, by="desk")
    clock.wait(minutes=30)
    await outage.look()
    assert rows(path, "SELECT count(*) FROM desk") == [(1,)]


async def test_a_connector_that_cannot_tell_is_not_watched(store: Store, clock: Clock) -> None:
    assert outages(object(), "Aerona", store, clock, lambda at: at) == ()
    [chore] = outages(Vendor(clock), "Aerona", store, clock, lambda at: at)
    assert timedelta(seconds=chore.every) <= timedelta(seconds=30)

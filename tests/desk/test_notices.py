"""What staff are still to be told is known on disk, for each way by itself."""

from datetime import timedelta
from pathlib import Path

from storage.attempts import Move, State
from storage.desk import DeskNote
from storage.store import Store
from tests.storage.patients import Clock, booking, patient

PERSON = DeskNote("person", "Please ring Ada", patient())


async def ids(store: Store, way: str = "mail") -> list[int]:
    return [news.item.id for news in await store.news(way)]


async def test_each_way_is_told_of_an_item_once_and_also_after_a_restart(
    path: Path, clock: Clock
) -> None:
    async with Store.open(path, clock) as store:
        await store.leave_desk_item(PERSON)
        await store.leave_desk_item(PERSON)
        assert await ids(store) == await ids(store, "telegram") == [1, 2]
        await store.told("mail", [1], clock())
    async with Store.open(path, clock) as store:
        assert (await ids(store), await ids(store, "telegram")) == ([2], [1, 2])
        assert await store.last_told("mail") == clock()
        assert await store.last_told("telegram") is None


async def test_what_is_not_due_yet_or_settled_before_it_was_told_is_no_news(
    store: Store, path: Path, clock: Clock
) -> None:
    later = DeskNote("in_doubt", "?", patient(), due_at=clock() + timedelta(minutes=2))
    await store.leave_desk_item(later)
    await store.leave_desk_item(PERSON)
    async with Store.visit(path, clock) as visit:
        await visit.settle_desk_item(2, by="desk")
    assert await ids(store) == []
    clock.wait(minutes=2)
    assert await ids(store) == [1]


async def test_what_settled_itself_after_it_was_told_is_news_once(
    store: Store, clock: Clock
) -> None:
    await store.prepare(booking())
    await store.sent("a1")
    await store.move(Move("a1", State.IN_DOUBT))
    await store.leave_desk_item(DeskNote("in_doubt", "?", patient(), attempt_id="a1"))
    await store.leave_desk_item(DeskNote("outage", "Aerona is silent"))
    await store.told("mail", [1, 2], clock())
    clock.wait(seconds=1)
    await store.move(Move("a1", State.CONFIRMED, "77"))
    await store.needs_nobody(2, by="recovered")
    assert [(one.item.id, one.over) for one in await store.news("mail")] == [(1, True), (2, True)]
    # Nobody was told by this way, so nobody need be told that it is over.
    assert await ids(store, "telegram") == []
    clock.wait(seconds=1)
    await store.told("mail", [1, 2], clock())
    assert await ids(store) == []


async def test_what_was_settled_while_it_was_being_told_is_news(store: Store, clock: Clock) -> None:
    await store.leave_desk_item(DeskNote("outage", "Aerona is silent"))
    looked = clock()
    clock.wait(seconds=1)
    await store.needs_nobody(1, by="recovered")
    await store.told("mail", [1], looked)
    assert [one.over for one in await store.news("mail")] == [True]


async def test_what_staff_settled_themselves_is_no_news(
    store: Store, path: Path, clock: Clock
) -> None:
    await store.leave_desk_item(PERSON)
    await store.told("mail", [1], clock())
    clock.wait(seconds=1)
    async with Store.visit(path, clock) as visit:
        await visit.settle_desk_item(1, by="desk")
    assert await ids(store) == []


async def test_a_failure_is_kept_and_what_was_given_up_can_be_taken_up_again(
    store: Store, clock: Clock
) -> None:
    await store.leave_desk_item(PERSON)
    until = clock() + timedelta(minutes=1)
    await store.not_told("mail", [1], 3, until)
    [news] = await store.news("mail")
    assert (news.tries, news.not_before) == (3, until)
    await store.given_up("mail", [1], "login_refused")
    assert (await ids(store), await ids(store, "telegram")) == ([], [1])
    await store.taken_up("mail")
    [news] = await store.news("mail")
    assert (news.tries, news.not_before) == (0, None)


async def test_what_is_let_go_takes_its_notices_with_it(
    store: Store, path: Path, clock: Clock
) -> None:
    await store.leave_desk_item(PERSON)
    await store.told("mail", [1], clock())
    async with Store.visit(path, clock) as visit:
        await visit.settle_desk_item(1, by="desk")
    clock.wait(days=40)
    await store.forget(clock())
    assert await store.last_told("mail") is None
    await store.told("mail", [1], clock())

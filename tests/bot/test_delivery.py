"""What was committed is said: in order, after the pauses that were asked for, and to the rest."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.protocol import Rejected, TryLater, Unreachable
from bot.delivery import Deliveries
from dialogs.session import Choice, Reply, SessionKey
from storage.outbox import Outgoing
from storage.store import Store
from storage.turns import Turn
from tests.bot.around import MONDAY, Messenger, rows, until
from tests.harness.stage import Clock


@dataclass
class Post:
    """The outbox of one clinic, its messenger, and the pauses that were made."""

    path: Path
    clock: Clock = field(default_factory=lambda: Clock(MONDAY))
    messenger: Messenger = field(default_factory=Messenger)
    slept: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await self.clock.sleep(seconds)
        await asyncio.sleep(0)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[tuple[Store, Deliveries]]:
        """A process that delivers."""
        async with Store.open(self.path, self.clock) as store:
            deliveries = Deliveries(store, self.messenger, self.clock, self.sleep)
            try:
                yield store, deliveries
            finally:
                await deliveries.aclose()

    def states(self, user: str) -> list[str]:
        sql = f"SELECT state FROM outbox WHERE user = '{user}' ORDER BY id"  # noqa: S608 - a test
        return [state for (state,) in rows(self.path, sql)]


@pytest.fixture
def post(tmp_path: Path) -> Post:
    return Post(tmp_path / "clinic.db")


async def say(store: Store, user: str, *replies: Reply | str) -> list[Outgoing]:
    """Commit replies as a turn does."""
    key = SessionKey(clinic="harbour", channel="phones", user=user)
    said = tuple(Reply(text=one) if isinstance(one, str) else one for one in replies)
    session = await store.session(key)
    ids = await store.commit(Turn(session, session.revision, replies=said))
    return [Outgoing(id_, key, reply) for id_, reply in zip(ids, said, strict=True)]


async def test_a_pause_that_was_asked_for_is_made_and_the_order_is_kept(post: Post) -> None:
    post.messenger.fail(
        "ana", TryLater("flood", timedelta(seconds=7)), TryLater("flood", timedelta(seconds=41))
    )
    async with post.opened() as (store, deliveries):
        deliveries.add(await say(store, "ana", "one", "two"))
        deliveries.add(await say(store, "ana", "three"))
        await deliveries.idle()
    assert post.slept == [7.0, 41.0]
    assert post.messenger.texts("ana") == ["one", "two", "three"]
    assert post.states("ana") == ["delivered"] * 3


async def test_without_a_word_on_how_long_the_pauses_grow_up_to_a_limit(post: Post) -> None:
    post.messenger.fail("ana", *[TryLater("away") for _ in range(12)])
    async with post.opened() as (store, deliveries):
        deliveries.add(await say(store, "ana", "one"))
        await deliveries.idle()
    assert post.slept == sorted(post.slept)
    assert post.slept[0] <= 2
    assert post.slept[-1] == 300
    assert post.messenger.texts("ana") == ["one"]


async def test_who_is_kept_waiting_keeps_nobody_else_waiting(post: Post) -> None:
    post.messenger.fail("ana", TryLater("flood", timedelta(seconds=60)))
    async with post.opened() as (store, deliveries):
        for user in ("ana", "ben", "cleo"):
            deliveries.add(await say(store, user, "one"))
        await until(lambda: post.messenger.texts("ben") and post.messenger.texts("cleo"))
        await deliveries.idle()
    assert post.messenger.texts("ana") == ["one"]


async def test_who_cannot_be_reached_loses_what_waits_and_nothing_that_comes_later(
    post: Post,
) -> None:
    post.messenger.fail("ana", Unreachable("blocked"))
    async with post.opened() as (store, deliveries):
        deliveries.add(await say(store, "ana", "one", "two"))
        deliveries.add(await say(store, "ben", "one"))
        await deliveries.idle()
        assert post.messenger.log.count("try ana") == 1
        deliveries.add(await say(store, "ana", "three"))
        await deliveries.idle()
    assert post.messenger.texts("ana") == ["three"]
    assert post.messenger.texts("ben") == ["one"]
    assert post.states("ana") == ["dropped", "dropped", "delivered"]


@pytest.mark.parametrize("error", [Rejected("too long"), RuntimeError("a defect of the channel")])
async def test_a_reply_that_will_never_be_taken_is_skipped(post: Post, error: Exception) -> None:
    post.messenger.fail("ana", error)
    async with post.opened() as (store, deliveries):
        deliveries.add(await say(store, "ana", "one", "two"))
        await deliveries.idle()
    assert post.messenger.texts("ana") == ["two"]
    assert post.states("ana") == ["rejected", "delivered"]


async def test_what_was_not_said_is_said_at_the_next_start_and_the_rest_is_not(post: Post) -> None:
    async with post.opened() as (store, deliveries):
        deliveries.add(await say(store, "ana", "one"))
        await deliveries.idle()
        await say(store, "ana", "two", "three")
    async with post.opened() as (store, deliveries):
        deliveries.add(await store.undelivered())
        await deliveries.idle()
    assert post.messenger.texts("ana") == ["one", "two", "three"]


async def test_a_restart_does_not_shorten_a_pause(post: Post) -> None:
    async with post.opened() as (store, _):
        [waiting] = await say(store, "ana", "one")
        await store.postponed(waiting.id, post.clock() + timedelta(seconds=90), 3)
    post.clock.now += timedelta(seconds=30)
    async with post.opened() as (store, deliveries):
        deliveries.add(await store.undelivered())
        await deliveries.idle()
    assert post.slept == [60.0]
    assert post.messenger.texts("ana") == ["one"]


QUESTION = Reply(text="When?", choices=(Choice(id="1.1", label="Morning"),))


async def test_a_question_is_frozen_before_the_next_thing_is_said(post: Post) -> None:
    async with post.opened() as (store, deliveries):
        deliveries.add(await say(store, "ana", QUESTION))
        await deliveries.idle()
        assert post.messenger.frozen == []
        deliveries.add(await say(store, "ana", "thanks", "and goodbye"))
        await deliveries.idle()
    assert post.messenger.frozen == [("ana", "ana-1")]
    assert post.messenger.log[-5:-3] == ["froze ana-1", "try ana"]


@pytest.mark.parametrize(
    "trouble", [TryLater("flood", timedelta(seconds=9)), RuntimeError("a defect of the channel")]
)
async def test_buttons_that_cannot_be_taken_off_now_hold_nothing_up(
    post: Post, trouble: Exception
) -> None:
    post.messenger.no_freezing.append(trouble)
    async with post.opened() as (store, deliveries):
        deliveries.add(await say(store, "ana", QUESTION))
        deliveries.add(await say(store, "ana", "thanks"))
        await deliveries.idle()
        assert post.messenger.frozen == []
        deliveries.add(await say(store, "ana", "goodbye"))
        await deliveries.idle()
    assert post.messenger.texts("ana") == ["When?", "thanks", "goodbye"]
    assert post.messenger.frozen == [("ana", "ana-1")]
    assert post.slept == []


async def test_buttons_that_can_never_be_taken_off_are_tried_once(post: Post) -> None:
    post.messenger.no_freezing.append(Rejected("too old"))
    async with post.opened() as (store, deliveries):
        deliveries.add(await say(store, "ana", QUESTION, "thanks", "goodbye"))
        await deliveries.idle()
    assert post.messenger.no_freezing == type(post.messenger.no_freezing)()
    assert post.messenger.frozen == []


async def test_a_disk_that_refuses_the_mark_delays_the_next_reply_and_repeats_none(
    post: Post,
) -> None:
    async with post.opened() as (store, deliveries):
        waiting = await say(store, "ana", "one", "two")
        connection = store._writer._connection
        # Nothing can be written any more, as on a disk that was mounted anew for reading only.
        await connection.execute("PRAGMA query_only = ON")
        deliveries.add(waiting)
        await until(lambda: sum(post.slept) > 60)
        assert post.messenger.texts("ana") == ["one"]
        await connection.execute("PRAGMA query_only = OFF")
        await deliveries.idle()
    assert post.messenger.texts("ana") == ["one", "two"]
    assert post.states("ana") == ["delivered"] * 2

"""Staff are told of what waits: once by each way, many things at once, and again when it failed."""

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

from structlog.testing import capture_logs

from bot.channels.protocol import Rejected, TryLater, Unreachable
from bot.desk.telling import Telling
from bot.desk.wording import Notice, notice
from storage.desk import DeskNote
from storage.store import Store
from tests.storage.patients import Clock, patient, rows

CANARY = "Ada Lovelace, 07700 900123, wobbly crown"
PERSON = DeskNote("person", CANARY, patient())
words = partial(notice, clinic="Harbour Dental", file="harbour.env", local=lambda at: at)


@dataclass
class Pager:
    """A way of the desk's that can be told to fail."""

    name: str = "pager"
    gap: timedelta = timedelta(0)
    heard: list[Notice] = field(default_factory=list)
    tries: int = 0
    trouble: deque[Exception] = field(default_factory=deque)
    meanwhile: Callable[[], object] = lambda: None

    async def tell(self, notice: Notice) -> None:
        self.tries += 1
        self.meanwhile()
        if self.trouble:
            raise self.trouble.popleft()
        self.heard.append(notice)

    @property
    def texts(self) -> list[str]:
        return [notice.text for notice in self.heard]


def telling(store: Store, pager: Pager, clock: Clock, *, details: bool = False) -> Telling:
    return Telling(pager, store, words, details, clock, random.Random(1))


async def test_a_thing_is_told_once_and_not_again_after_a_restart(
    store: Store, clock: Clock
) -> None:
    await store.leave_desk_item(PERSON)
    pager = Pager()
    first = telling(store, pager, clock)
    await first.tell()
    await first.tell()
    await telling(store, pager, clock).tell()
    [text] = pager.texts
    assert "a patient asks to be rung (item 1)" in text
    assert "1. Monday 2 March, 09:00" in text
    assert "python -m bot desk harbour.env" in text


async def test_without_details_nothing_of_a_patient_is_told(store: Store, clock: Clock) -> None:
    await store.leave_desk_item(PERSON)
    pager = Pager()
    await telling(store, pager, clock).tell()
    for part in ("Ada", "Lovelace", "07700", "crown"):
        assert part not in pager.texts[0] + pager.heard[0].subject


async def test_with_details_the_message_itself_is_told(store: Store, clock: Clock) -> None:
    await store.leave_desk_item(PERSON)
    pager = Pager()
    await telling(store, pager, clock, details=True).tell()
    assert CANARY in pager.texts[0]
    assert "Ada" not in pager.heard[0].subject


async def test_a_burst_is_one_message_and_a_stream_is_gathered(store: Store, clock: Clock) -> None:
    pager = Pager(gap=timedelta(minutes=2))
    way = telling(store, pager, clock)
    for _ in range(50):
        await store.leave_desk_item(PERSON)
    await way.tell()
    assert len(pager.texts) == 1
    assert "50 things wait" in pager.texts[0]
    assert "… and 30 more." in pager.texts[0]
    for _ in range(60):
        await store.leave_desk_item(PERSON)
        clock.wait(seconds=5)
        await way.tell()
    assert len(pager.texts) == 3


async def test_what_settled_itself_is_followed_up_once(store: Store, clock: Clock) -> None:
    await store.leave_desk_item(DeskNote("outage", "Aerona is silent"))
    pager = Pager()
    way = telling(store, pager, clock)
    await way.tell()
    clock.wait(minutes=1)
    await store.needs_nobody(1, by="recovered")
    await way.tell()
    clock.wait(minutes=1)
    await way.tell()
    assert len(pager.texts) == 2
    assert "item 1 needs nobody any more" in pager.texts[1]
    assert "python -m bot desk" not in pager.texts[1]
    assert pager.heard[0].id != pager.heard[1].id


async def test_what_settles_while_it_is_told_is_followed_up(store: Store, clock: Clock) -> None:
    await store.leave_desk_item(DeskNote("outage", "Aerona is silent"))
    pager = Pager(meanwhile=partial(clock.wait, seconds=2))
    way = telling(store, pager, clock)
    await way.tell()
    # As if it had been settled a second after it was read, and before the way took it.
    clock.now -= timedelta(seconds=1)
    await store.needs_nobody(1, by="recovered")
    clock.wait(seconds=1)
    await way.tell()
    assert "needs nobody any more" in pager.texts[1]


async def test_a_failure_is_tried_again_ever_more_slowly_and_never_given_up(
    store: Store, clock: Clock
) -> None:
    await store.leave_desk_item(PERSON)
    pager = Pager(trouble=deque(TryLater("no answer") for _ in range(30)))
    way = telling(store, pager, clock)
    tried = []
    with capture_logs() as logs:
        for _ in range(12 * 60 * 6):
            before = pager.tries
            await way.tell()
            if pager.tries > before:
                tried.append(clock())
            clock.wait(seconds=5)
    gaps = [(b - a).total_seconds() for a, b in pairwise(tried)]
    assert gaps[0] <= 10
    assert max(gaps) <= 600 * 1.25 + 5
    assert gaps[3] < gaps[6] < 900
    assert len(pager.texts) == 1
    assert {line["reason"] for line in logs if "reason" in line} == {"no-answer"}


async def test_a_pause_that_was_asked_for_is_kept_also_after_a_restart(
    store: Store, clock: Clock
) -> None:
    await store.leave_desk_item(PERSON)
    pager = Pager(trouble=deque([TryLater("flood", timedelta(minutes=30))]))
    await telling(store, pager, clock).tell()
    again = telling(store, pager, clock)
    clock.wait(minutes=29)
    await again.tell()
    assert pager.tries == 1
    clock.wait(minutes=1)
    await again.tell()
    assert len(pager.texts) == 1


async def test_a_refusal_is_given_up_until_the_way_works_again(store: Store, clock: Clock) -> None:
    await store.leave_desk_item(PERSON)
    pager = Pager(trouble=deque([Unreachable("kicked from the group")]))
    way = telling(store, pager, clock)
    with capture_logs() as logs:
        await way.tell()
    assert [line["reason"] for line in logs] == ["kicked-from-the-group"]
    for _ in range(100):
        clock.wait(minutes=1)
        await way.tell()
    assert pager.tries == 1
    await store.leave_desk_item(PERSON)
    await way.tell()
    await way.tell()
    assert ["item 2" in pager.texts[0], "item 1" in pager.texts[1]] == [True, True]


async def test_a_refusal_is_tried_again_at_the_next_start(store: Store, clock: Clock) -> None:
    await store.leave_desk_item(PERSON)
    pager = Pager(trouble=deque([Unreachable("login refused")]))
    await telling(store, pager, clock).tell()
    await telling(store, pager, clock).tell()
    assert len(pager.texts) == 1


async def test_where_the_patients_words_are_refused_the_news_still_arrives(
    store: Store, clock: Clock
) -> None:
    await store.leave_desk_item(PERSON)
    pager = Pager(trouble=deque([Rejected("message refused")]))
    await telling(store, pager, clock, details=True).tell()
    assert CANARY not in pager.texts[0]


async def test_a_defect_in_a_way_neither_ends_it_nor_repeats_it_at_once(
    store: Store, clock: Clock
) -> None:
    await store.leave_desk_item(PERSON)
    pager = Pager(trouble=deque([KeyError("a defect")]))
    way = telling(store, pager, clock)
    await way.tell()
    await way.tell()
    assert pager.tries == 1
    clock.wait(minutes=1)
    await way.tell()
    assert len(pager.texts) == 1


async def test_killed_between_telling_and_marking_it_is_told_again_under_the_same_id(
    path: Path, clock: Clock
) -> None:
    pager = Pager()
    for _ in range(2):
        async with Store.open(path, clock) as store:
            if not pager.heard:
                await store.leave_desk_item(PERSON)
            # What a kill leaves undone is the mark.
            await pager.tell(words(await store.news("pager"), details=False))
    first, second = pager.heard
    assert first == second


async def test_a_mark_that_cannot_be_written_does_not_make_the_way_repeat_itself(
    path: Path, clock: Clock
) -> None:
    async with Store.open(path, clock) as store:
        await store.leave_desk_item(PERSON)
        refuse = "CREATE TRIGGER no BEFORE INSERT ON notice BEGIN SELECT RAISE(ABORT, 'no'); END"
        pager = Pager(meanwhile=lambda: rows(path, refuse))
        chore = telling(store, pager, clock).chore()
        for _ in range(3):
            await chore.done()
            clock.wait(minutes=20)
        assert pager.tries == 1
        rows(path, "DROP TRIGGER no")
        await chore.done()
        assert await store.news("pager") == []
    assert pager.tries == 1

"""However staff, we, polls and restarts come between each other: each change is noticed once."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.changes.ours import LAG
from storage.attempts import Kind, Move, State
from tests.bot.practice import BY_PHONE, DAYS_AHEAD, Bench

STEPS = st.lists(
    st.tuples(
        st.sampled_from(("staff", "staff", "ours", "begin", "effect", "end", "poll", "restart")),
        st.sampled_from(("500", "600")),
        st.sampled_from((1, 20, 50, 130)),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_each_change_by_staff_is_noticed_once_and_none_of_ours(
    steps: list[tuple[str, str, int]],
) -> None:
    asyncio.run(_played(steps))


async def _played(steps: list[tuple[str, str, int]]) -> None:
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder) / "clinic.db")
        await bench.start()
        bench.practice.put(BY_PHONE)
        await bench.poll()
        await bench.book("600", DAYS_AHEAD + timedelta(hours=8))
        play = Play(bench)
        for what, id_, seconds in steps:
            bench.clock.wait(seconds=seconds)
            await play.step(what, id_, calm=seconds > LAG.total_seconds())
        for id_ in list(play.under_way):
            await play.step("effect", id_, calm=False)
            await play.step("end", id_, calm=False)
        await bench.poll()
        noticed = await bench.poll()
        await bench.aclose()
    due = play.due | set(play.last.values())
    assert len(set(noticed)) == len(noticed), noticed
    assert set(noticed) <= play.staff, (noticed, play.staff)
    assert due <= set(noticed), (due, noticed)


@dataclass
class Play:
    """Every change gives an appointment a time of its own, so that each can be told apart.

    `staff` is all that staff changed, `last` what of it stands, and `due` what stood when a poll
    could see it plainly.
    """

    bench: Bench
    staff: set[str] = field(default_factory=set)
    last: dict[str, str] = field(default_factory=dict)
    due: set[str] = field(default_factory=set)
    under_way: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    happened: set[str] = field(default_factory=set)
    _count: int = 0

    async def step(self, what: str, id_: str, *, calm: bool) -> None:
        steps = {"staff": self.edited, "begin": self.begun, "effect": self.taken, "end": self.ended}
        self._count += 1
        if what == "poll":
            await self.bench.poll(after=timedelta())
            self.due |= set(self.last.values()) if calm and not self.under_way else set()
        elif what == "restart":
            await self.bench.restart()
        else:
            for each in ("begin", "effect", "end") if what == "ours" else (what,):
                await steps[each](id_, DAYS_AHEAD + timedelta(days=1, minutes=5 * self._count))

    async def edited(self, id_: str, start: datetime) -> None:
        self.bench.practice.edit(id_, start=start)
        self.last[id_] = f"moved {id_} {start:%d %H:%M}"
        self.staff.add(self.last[id_])

    async def begun(self, id_: str, start: datetime) -> None:
        if not self.under_way:
            attempt = await self.bench.begin(Kind.MOVE, id_, start, None)
            self.under_way[id_] = (attempt, start)

    async def taken(self, id_: str, _start: datetime) -> None:
        attempt, wanted = self.under_way.get(id_, ("", DAYS_AHEAD))
        if attempt and attempt not in self.happened:
            self.happened.add(attempt)
            self.bench.practice.edit(id_, start=wanted)
            self.last.pop(id_, None)

    async def ended(self, id_: str, _start: datetime) -> None:
        attempt, _ = self.under_way.pop(id_, ("", DAYS_AHEAD))
        if attempt in self.happened:
            await self.bench.end(attempt, id_)
        elif attempt:
            await self.bench.store.move(Move(attempt, State.REFUSED))

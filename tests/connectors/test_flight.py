"""Who asks what is being asked already waits for the same answer."""

import asyncio

import pytest

from connectors.flight import SingleFlight


class Question:
    def __init__(self) -> None:
        self.asked = 0
        self.cancelled = 0
        self.go = asyncio.Event()

    async def __call__(self) -> int:
        self.asked += 1
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return self.asked


async def waiting(
    flight: SingleFlight[int], question: Question, many: int
) -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(flight.ask("same", question)) for _ in range(many)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return tasks


async def test_all_who_ask_at_once_share_one_answer_and_who_comes_later_asks_anew() -> None:
    flight, question = SingleFlight[int](), Question()
    tasks = await waiting(flight, question, 5)
    question.go.set()

    assert await asyncio.gather(*tasks) == [1] * 5
    assert await flight.ask("same", question) == 2


async def test_a_failure_is_shared_and_then_forgotten() -> None:
    flight = SingleFlight[int]()

    async def fails() -> int:
        await asyncio.sleep(0)
        raise ValueError("once")

    results = await asyncio.gather(
        *(flight.ask("same", fails) for _ in range(3)), return_exceptions=True
    )

    assert len({id(one) for one in results}) == 1
    with pytest.raises(ValueError, match="once"):
        await flight.ask("same", fails)


async def test_one_who_gives_up_takes_nothing_from_the_others() -> None:
    flight, question = SingleFlight[int](), Question()
    first, second = await waiting(flight, question, 2)

    first.cancel()
    await asyncio.wait({first})
    question.go.set()

    assert await second == 1
    assert question.cancelled == 0


async def test_the_last_one_who_gives_up_ends_the_question() -> None:
    flight, question = SingleFlight[int](), Question()
    tasks = await waiting(flight, question, 2)

    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)

    assert question.cancelled == 1
    question.go.set()
    assert await flight.ask("same", question) == 2

"""A slot that was shown and then taken is known to be gone, without asking the vendor again."""

from datetime import datetime, timedelta

from connectors.aerona.search import page
from connectors.memory import Memory, Question
from connectors.model import Service, Slot
from tests.connectors.conftest import TODAY, ZONE, Clock

CHECK_UP = Service("1864", "Check-up", 20, "1")
MINUTE = timedelta(minutes=1)


def test_what_a_newer_answer_does_not_show_is_known_to_be_taken() -> None:
    clock = Clock()
    memory = Memory(MINUTE, clock)
    start = datetime.combine(TODAY, datetime.min.time(), ZONE).replace(hour=9)
    at = [
        Slot(start + timedelta(minutes=20 * n), 20, CHECK_UP.id, "7", "Dr Ana Ruiz")
        for n in range(3)
    ]

    def read(*free: Slot) -> tuple[Slot, ...]:
        with memory.reading(Question(CHECK_UP.id, TODAY)) as reading:
            return tuple(
                memory.remember(reading, page(free, TODAY, full=False, of_one=False)).page.slots
            )

    first, second, third = read(*at)
    clock.now += MINUTE
    read(at[0], at[2])
    assert [memory.is_gone(one) for one in (first, second, third)] == [False, True, False]
    clock.now += MINUTE
    again = read(*at)
    assert not any(memory.is_gone(one) for one in (second, *again))

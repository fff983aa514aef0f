"""What patients have booked: what can be done with it, and what is not done."""

import pytest

from tests.dialogs.chat import Chat
from tests.dialogs.ways import BOOK


@pytest.mark.parametrize(
    "lines", [("cancel my appointment", "yes"), ("I will come",)], ids=" / ".join
)
async def test_what_staff_changed_meanwhile_is_not_changed_by_an_old_answer(
    lines: tuple[str, ...],
) -> None:
    chat = await Chat().play(*BOOK, "*status missing", *lines)
    assert "is not as it was any more, so I have changed nothing" in chat.text
    assert "My appointments" in chat.labels
    status = chat.session.memory.appointments[0].status
    assert status.active
    await chat.play("*up", "yes")
    assert chat.session.memory.appointments[0].status is status

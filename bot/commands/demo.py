"""`python -m bot demo`: a whole booking against the sandbox clinic, unattended, and its proof."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.channels.console import Console
from bot.commands.chat import now, opened, sandbox_clinic
from sandbox.server import Sandbox

# A greeting, several wishes in one sentence, a change of mind, who it is for, the booking, and the
# patient's word that they will come.
TALK = (
    "Hello",
    "Could I have a check-up next Tuesday morning with Dr Ruiz, please?",
    "Actually, make it the afternoon",
    "1",
    "426909",
    "12 May 1984",
    "Taylor",
    "yes please",
    "I will come to my appointment",
)
CONFIRMED = 2


async def _talk() -> AsyncIterator[str]:
    for line in TALK:
        yield line


async def demo(say: Callable[[str], None], clock: Callable[[], datetime] = now) -> int:
    """Play the talk; 0 only if the booking is in the clinic's diary, confirmed."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="frontdesk-")))
        sandbox, settings = await stack.enter_async_context(sandbox_clinic(clock, folder))
        console = Console(_talk(), say, clock, echo=True)
        app = await stack.enter_async_context(opened(settings, console, clock, folder))
        console.settled = app.settled
        await app.run()
        return _proof(sandbox, say)


def _proof(sandbox: Sandbox, say: Callable[[str], None]) -> int:
    booked = sandbox.clinic.diary.appointments(via_api=True)
    say("In the clinic's diary, made by this chat:")
    for one in booked:
        say(
            f"  {one.start:%A %d %B %Y, %H:%M}, {one.minutes} minutes, patient {one.patient_id}, "
            f"clinician {one.clinician_id}, status {one.status}, number {one.id}"
        )
    if not booked:
        say("  nothing")
    say("Calls to the clinic's system:")
    for operation, count in sorted(sandbox.calls.counts().items()):
        say(f"  {operation}: {count}")
    say(f"  in all: {sandbox.calls.count()}")
    done = len(booked) == 1 and booked[0].status_id == CONFIRMED
    say("The booking is in the diary." if done else "The booking is NOT in the diary as it should.")
    return 0 if done else 1

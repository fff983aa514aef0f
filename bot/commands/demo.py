"""`python -m bot demo`: a whole booking against the sandbox clinic, unattended, and its proof."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.channels.console import Console
from bot.commands.chat import now, opened, sandbox_clinic
from bot.settings.groups import VendorName
from sandbox.server import Sandbox

# How the patient is known to the system: by a number of its own, or by what they are reached by.
_KNOWN_BY: Mapping[VendorName, str] = {"aerona": "426909", "pracsuite": "07700 900101"}
CONFIRMED = 2


async def _talk(system: VendorName) -> AsyncIterator[str]:
    """A greeting, several wishes in one sentence, a change of mind, who it is for, the booking.

    At last the patient's word that they will come.
    """
    for line in (
        "Hello",
        "Could I have a check-up next Tuesday morning with Dr Ruiz, please?",
        "Actually, make it the afternoon",
        "1",
        _KNOWN_BY[system],
        "12 May 1984",
        "Taylor",
        "yes please",
        "I will come to my appointment",
    ):
        yield line


async def demo(
    say: Callable[[str], None],
    clock: Callable[[], datetime] = now,
    system: VendorName = "aerona",
) -> int:
    """Play the talk; 0 only if the booking is in the clinic's diary, confirmed."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="frontdesk-")))
        sandbox, settings = await stack.enter_async_context(sandbox_clinic(clock, folder, system))
        console = Console(_talk(system), say, clock, echo=True)
        app = await stack.enter_async_context(opened(settings, console, clock, folder))
        console.settled = app.settled
        await app.run()
        return _proof(sandbox, system, say)


def _proof(sandbox: Sandbox, system: VendorName, say: Callable[[str], None]) -> int:
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
    calls = sandbox.calls if system == "aerona" else sandbox.pracsuite.calls
    for operation, count in sorted(calls.counts().items()):
        say(f"  {operation}: {count}")
    say(f"  in all: {calls.count()}")
    done = len(booked) == 1 and booked[0].status_id == CONFIRMED
    say("The booking is in the diary." if done else "The booking is NOT in the diary as it should.")
    return 0 if done else 1

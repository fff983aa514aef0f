"""`make bench-stalls`: how long the event loop is held up in a full run, callback by callback.

The processor time of every callback of the loop is measured, from before a clinic is opened (the
server listens by then) until the last of its conversations, 64 at once, is over: bookings, asides,
phrases for dateparser, hostile messages, all of them over HTTP against a sandbox clinic in a
process of its own that misbehaves in every way it knows. Stubbed is the Bot API alone: updates are
read from their bytes, and what is said is shown at once. Wanted: no callback over 20 ms. The
longest stall by the wall clock is that of a heartbeat, beside the same in a process that does
nothing else: what the machine takes away shows in both.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks.frontdesk import ME
from benchmarks.gauge import GOAL, Gauge, Heartbeat
from bot import logs
from bot.app import ClinicApp, open_clinic
from bot.channels.telegram.updates import read_update
from bot.commands.chat import now, world
from bot.commands.run import get_ready
from bot.settings import ClinicSettings, load
from dialogs.session import Reply
from sandbox.clinic import Clinic
from sandbox.misbehaviour import Fault
from sandbox.people import Patient
from sandbox.server import Sandbox
from tests.bot.around import Messenger
from tests.harness.stage import CLINICS

AT_ONCE = 64
CONVERSATIONS = 256
WITHIN = 10.0
TURNS = 16

SENSIBLE = (
    "hello",
    "check-up tomorrow morning",
    "the 12th day of march",
    "12-mar-2027",
    "2027 march 12",
    "12 mar '27",
    "12 march 2027 of the year at the hour of 3 pm on that march",
    "1 2 3 4 march 5 6 7 8 9 april 10 11 12 may 13 14 15 june 16",
    "is it booked?",
    "my appointments",
    "change the time",
    "no, Thursday",
    "what does it cost",
    "a person please",
    "back",
    "book",
    "1",
)
# Telegram lets 4,096 characters through; other messengers more.
HOSTILE = (
    "1 " * 2500,
    "🦷" * 4096,
    "👨‍👩‍👧‍👦" * 500,
    "a" * 4096,
    "tomorrow " * 455,
    "1/2/3/4/5/6/7/8/9/" * 220,
    "at 9 or 10 or 11 or " * 200,
    "((((((((((" * 400,
    "[{" * 2000,
    "\u202e\u0301" * 2000,
    "monday tuesday next week not " * 140,
    "check-up hygiene filling " * 160,
    "DR ANA RUIZ " * 340,
    "é" * 4096,
    "\n" * 4000,
    "0" * 4096,
    "chest pain no not chest pain " * 140,
    "the 31st of february " * 190,
)

PATIENTS = 300
BORN = date(1984, 5, 12)
# The vendor counts real time, and this is no test of its limit.
NO_LIMIT = 10**6
# What goes wrong at the vendor, one thing at a time, so often.
EVERY = 0.25
FAULTS = tuple(fault for fault in Fault if fault not in (Fault.SLOT_TAKEN, Fault.TOKEN_LOST))


def idle(pipe: Connection) -> None:
    """The control process: nothing but a heartbeat, until it is asked how that was."""
    pipe.send(asyncio.run(_idle(pipe)))


async def _idle(pipe: Connection) -> float:
    heart = Heartbeat()
    asked = asyncio.Event()
    asyncio.get_running_loop().add_reader(pipe.fileno(), asked.set)
    pipe.send("ready")
    async with heart.beating():
        await asked.wait()
    return heart.longest


def vendor(pipe: Connection) -> None:
    """The vendor's process: tells its address, and misbehaves until it is told to end."""
    asyncio.run(_vendor(pipe))


async def _vendor(pipe: Connection) -> None:
    clinic = Clinic(clock=now, fill=0.3)
    for number in range(PATIENTS):
        clinic.people.add(Patient(428000 + number, "Robin", surname(number), BORN))
    over = asyncio.Event()
    asyncio.get_running_loop().add_reader(pipe.fileno(), over.set)
    chance = random.Random(1)  # noqa: S311 - the same faults every time
    async with Sandbox.running(clock=now, clinic=clinic, limit=NO_LIMIT) as sandbox:
        pipe.send(sandbox.base_url)
        while not over.is_set():
            sandbox.misbehave.off()
            sandbox.misbehave.on(chance.choice(FAULTS), times=1, seconds=0.5)
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), EVERY)


def surname(number: int) -> str:
    """A different surname for each number, of letters alone."""
    return "Fenn" + "".join(chr(ord("a") + int(digit)) for digit in str(number))


@contextmanager
def process(work: Callable[[Connection], None]) -> Iterator[Connection]:
    """Another process, and the line to it; it ends when it is written to."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    one = context.Process(target=work, args=(there,))
    one.start()
    try:
        yield here
    finally:
        with suppress(OSError):
            here.send("end")
        one.join(WITHIN)


class Phones(Messenger):
    """The patients' phones, which show the last message alone: the benchmark keeps no garbage."""

    async def deliver(self, user: str, reply: Reply) -> str:
        """Show it instead of the one before."""
        self.shown[user] = [reply]
        return str(id(reply))

    async def freeze(self, user: str, handle: str) -> None:
        """Nobody looks at older questions."""


@dataclass
class Lobby:
    """The clinic's patients, with what each of them was shown."""

    messenger: Phones
    chance: random.Random
    app: ClinicApp | None = None
    count: int = 0
    unanswered: int = 0

    async def talk(self, user: int) -> None:
        """One conversation: to a booking, with whatever else comes to somebody's mind."""
        await self.say(user, "check-up tomorrow")
        for _ in range(TURNS):
            dice = self.chance.random()
            (reply,) = self.messenger.shown[str(user)] or [Reply(text="")]
            if dice < 0.15:
                await self.say(user, self.chance.choice(HOSTILE))
            elif dice < 0.35:
                await self.say(user, self.chance.choice(SENSIBLE))
            elif "patient number" in reply.text:
                number = 428000 + user % PATIENTS
                await self.say(user, f"{number}, 12/5/1984, {surname(user % PATIENTS)}")
            elif reply.choices:
                await self.press(user, self.chance.choice(reply.choices[:2]).id)
            else:
                await self.say(user, "book")

    async def say(self, user: int, text: str) -> None:
        await self.hear(user, message=_message(user, text))

    async def press(self, user: int, choice: str) -> None:
        question = _message(user, "Which time suits you?")
        pressed = {"id": "1", "from": question["from"], "chat_instance": "1", "data": choice}
        await self.hear(user, callback_query={**pressed, "message": question})

    async def hear(self, user: int, **what: dict[str, Any]) -> None:
        """Bring the bytes of an update in, and wait until something is shown, or nothing comes."""
        assert self.app is not None
        self.count += 1
        raw = json.dumps({"update_id": self.count, **what}).encode()
        arrival = read_update(raw, ME, now()).arrival
        if arrival is None:
            return
        self.messenger.shown[str(user)] = []
        await self.app.conversations.arrive(arrival)
        try:
            async with asyncio.timeout(WITHIN):
                while not self.messenger.shown[str(user)]:  # noqa: ASYNC110 - a person
                    await asyncio.sleep(0.01)
        except TimeoutError:
            self.unanswered += 1


def _message(user: int, text: str) -> dict[str, Any]:
    person = {"id": user, "is_bot": False, "first_name": "Robin", "language_code": "en"}
    chat = {"id": user, "type": "private", "first_name": "Robin"}
    return {"message_id": 1, "from": person, "chat": chat, "date": 1772442000, "text": text}


async def full_run(base_url: str, folder: Path, conversations: int) -> tuple[Gauge, float, Lobby]:
    """A clinic from its opening to its end; the longest stall in seconds is the second."""
    gauge, heart = Gauge(), Heartbeat()
    lobby = Lobby(Phones(), random.Random(1))  # noqa: S311 - the same talks every time
    async with world(now) as outside:
        settings = _settings(base_url, folder)
        get_ready([settings], now)
        with gauge.measuring():
            await asyncio.sleep(0)  # what runs at this moment began unmeasured
            async with (
                heart.beating(),
                open_clinic(settings, lobby.messenger, outside, folder / "clinic.db") as app,
            ):
                lobby.app = app
                await app.start()
                users = iter(range(1, 1 + conversations))

                async def one_after_another() -> None:
                    for user in users:
                        await lobby.talk(user)

                await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))
    return gauge, heart.longest, lobby


def _settings(base_url: str, folder: Path) -> ClinicSettings:
    values = CLINICS["harbour"] | {
        "AERONA_BASE_URL": base_url,
        "AERONA_READ_TIMEOUT": "1",
        "AERONA_WRITE_TIMEOUT": "1",
    }
    file = folder / "harbour.env"
    file.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    loaded = load(file)
    if loaded.aerona is None:
        raise ValueError("the sandbox's clinic has Aerona")
    unlimited = loaded.aerona.model_copy(update={"request_limit": NO_LIMIT})
    return loaded.model_copy(update={"aerona": unlimited})


def main() -> int:
    """Measure, print, and say by the exit status whether the goal is reached."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stalls", description=__doc__)
    parser.add_argument("--conversations", type=int, default=CONVERSATIONS)
    options = parser.parse_args()
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        process(vendor) as clinic,
        process(idle) as control,
        tempfile.TemporaryDirectory(prefix=".bench-", dir=Path.cwd()) as folder,
    ):
        logs.configure(form="json", level="info", stream=nowhere)
        base_url = clinic.recv()
        control.recv()
        began = time.perf_counter()
        run = full_run(base_url, Path(folder), options.conversations)
        gauge, stall, lobby = asyncio.run(run)
        lasted = time.perf_counter() - began
        control.send("how was it?")
        idle_stall = control.recv()
    print(f"{lobby.count:,} updates, {gauge.count:,} callbacks in {lasted:.0f} seconds;")
    print(f"{lobby.unanswered} updates stayed without an answer (a second tap has none)")
    print(f"callbacks over {GOAL * 1e3:.0f} ms of processor time: {gauge.over}, the longest:")
    for one in sorted(gauge.longest, reverse=True):
        print(f"{one.seconds * 1e3:8.1f} ms, {one.garbage * 1e3:5.1f} of it garbage: {one.name}")
    print(f"longest stall by the wall clock: {stall * 1e3:.0f} ms, idle {idle_stall * 1e3:.0f} ms")
    return 1 if gauge.over else 0


if __name__ == "__main__":
    sys.exit(main())

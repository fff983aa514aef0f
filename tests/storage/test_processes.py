"""Real processes: one server at a time, and what is on disk when one is killed."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.attempts import Outcome, State
from storage.errors import AlreadyServed
from storage.store import Store
from tests.storage.patients import Clock, patient, said

Start = Callable[[], "Server"]


class Server:
    """A server process, driven by words."""

    def __init__(self, path: Path) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, "-m", "tests.storage.served", str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.first = self.hear()

    def hear(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def do(self, word: str) -> None:
        """Returns when the server says that it is durable."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()
        assert self.hear() == word

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def start(path: Path) -> Iterator[Start]:
    servers: list[Server] = []

    def begin() -> Server:
        servers.append(Server(path))
        return servers[-1]

    yield begin
    for server in servers:
        server.kill()


async def test_a_second_server_is_refused_until_the_first_is_gone(
    start: Start, path: Path, clock: Clock
) -> None:
    first = start()
    assert first.first == "serving"
    assert start().first.startswith("refused: ")
    with pytest.raises(AlreadyServed):
        async with Store.open(path, clock):
            pass
    first.kill()
    async with Store.open(path, clock):
        pass


async def test_killed_after_a_message_was_stored_it_still_waits(
    start: Start, path: Path, clock: Clock
) -> None:
    server = start()
    server.do("receive")
    server.kill()
    async with Store.open(path, clock) as store:
        [waiting] = await store.unhandled()
        assert waiting.incoming == said("hello")
        assert (await store.receive(said("hello"))).repeat


async def test_killed_after_the_transaction_the_reply_waits_and_the_message_does_not(
    start: Start, path: Path, clock: Clock
) -> None:
    server = start()
    server.do("receive")
    server.do("commit")
    server.kill()
    async with Store.open(path, clock) as store:
        assert await store.unhandled() == []
        assert [row.reply.text for row in await store.undelivered()] == ["hello"]
        assert (await store.session(patient())).revision == 1


async def test_killed_after_an_attempt_was_sent_it_is_known_to_have_been(
    start: Start, path: Path, clock: Clock
) -> None:
    server = start()
    server.do("send")
    server.kill()
    async with Store.open(path, clock) as store:
        [attempt] = await store.open_attempts()
        assert (attempt.id, attempt.state) == ("a1", State.SENT)


async def test_a_command_reads_and_decides_while_a_server_runs(
    start: Start, path: Path, clock: Clock
) -> None:
    server = start()
    server.do("send")
    server.do("doubt")
    async with Store.visit(path, clock) as visit:
        [attempt] = await visit.open_attempts()
        await visit.decide(attempt.id, Outcome.BOOKED, reference="77", by="Ann")
    server.do("commit")
    server.kill()
    async with Store.open(path, clock) as store:
        [decision] = await store.decisions()
        assert (decision.attempt_id, decision.reference, decision.by) == ("a1", "77", "Ann")

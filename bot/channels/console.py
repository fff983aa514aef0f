"""A console as a messenger: a person typing, or lines from a pipe."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

from prompt_toolkit import PromptSession
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.patch_stdout import patch_stdout

from bot import transcript
from bot.channels.protocol import Arrival, Arrive, Limits
from dialogs.session import Heard, Reply

USER = "you"


async def typed_lines() -> AsyncIterator[str]:
    """What a person types, with history, until Ctrl-D; or the lines of a pipe until its end."""
    if not sys.stdin.isatty():
        while line := await asyncio.to_thread(sys.stdin.readline):
            yield line.rstrip("\n")
        return
    # Not kept in a file: what patients write is theirs.
    prompt: PromptSession[str] = PromptSession(history=InMemoryHistory())
    while True:
        try:
            with patch_stdout():
                line = await prompt.prompt_async("> ")
        except (EOFError, KeyboardInterrupt):
            return
        yield line


class Console:
    """One user, whose lines are answered one after the other.

    `settled` returns once nothing is left to say; it is set when the application is there. Choices
    are shown with numbers, which are understood like their words.
    """

    name = "console"
    limits = Limits(text=100_000, label=200, choice_id=64, choices=100)

    def __init__(
        self,
        lines: AsyncIterator[str],
        say: Callable[[str], None],
        clock: Callable[[], datetime],
        *,
        echo: bool,
    ) -> None:
        """Take lines from somewhere; `echo` also says what was heard, as for a pipe."""
        self._lines = lines
        self._say = say
        self._clock = clock
        self._echo = echo
        self._count = 0
        self.settled: Callable[[], Awaitable[None]] | None = None
        self.written: list[str] = []

    async def run(self, arrive: Arrive) -> None:
        """Hand over line by line, each once all was said about the one before."""
        began = self._clock().timestamp()
        async for line in self._lines:
            self._count += 1
            self.written += transcript.heard(line)
            if self._echo:
                self._say("\n".join(transcript.heard(line)))
            heard = Heard(text=line, at=self._clock())
            await arrive(Arrival(USER, f"{began}-{self._count}", heard))
            if self.settled is not None:
                await self.settled()

    async def deliver(self, user: str, reply: Reply) -> str:
        """Print the reply, and number its choices."""
        self.written += transcript.said(reply)
        choices = [f"   {place}  {choice.label}" for place, choice in enumerate(reply.choices, 1)]
        self._say("\n".join(["", reply.text, *choices, ""]))
        return f"{user}-{self._count}"

    async def freeze(self, user: str, handle: str) -> None:
        """What was printed stays printed; numbers always mean the last question."""

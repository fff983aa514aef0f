"""A server in a process of its own: does as told, one word a line, until it is killed."""

import asyncio
import sys
from pathlib import Path

from dialogs.session import Reply, Session
from storage.attempts import Move, State
from storage.errors import AlreadyServed
from storage.store import Store
from storage.turns import Turn
from tests.storage.patients import Clock, booking, patient, said


async def serve(path: Path) -> None:
    async with Store.open(path, Clock()) as store:
        tell("serving")
        while word := sys.stdin.readline().strip():
            match word:
                case "receive":
                    await store.receive(said("hello"))
                case "commit":
                    reply = (Reply(text="hello"),)
                    await store.commit(Turn(Session(key=patient()), 0, said("hello"), reply))
                case "send":
                    await store.prepare(booking())
                    await store.sent("a1")
                case "doubt":
                    await store.move(Move("a1", State.IN_DOUBT))
            tell(word)


def tell(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        asyncio.run(serve(Path(sys.argv[1])))
    except AlreadyServed as refusal:
        tell(f"refused: {refusal}")

"""A byte of the database is changed: it is refused, or whatever is read of it is right.

Messages, replies and sessions carry a checksum of their own: one that was changed is set aside. In
other columns a changed letter may pass; then everything else must be as it was.
"""

import asyncio
import random
import shutil
from pathlib import Path
from typing import Any

from dialogs.session import Choice, Reply
from storage.errors import DatabaseCorrupt, NotOpened, StorageError, Unreadable
from storage.store import Store
from storage.turns import Turn
from tests.faults.fault import Tally
from tests.storage.patients import Clock, booking, patient, said

_PATIENTS = 40
_BESIDE = ("", "-wal", "-shm")

Read = dict[str, Any]


async def run(seed: int, folder: Path) -> Tally:
    """One byte, of the database of a server that was stopped or of the -wal of one that died."""
    chance = random.Random(f"damage {seed}")
    path, damaged = folder / "clinic.db", folder / "damaged.db"
    clock = Clock()
    async with Store.open(path, clock) as store:
        await _fill(store, chance)
        written = await _read(store)
        _copy(path, damaged)
    ending = "-wal" if seed % 2 else ""
    if not ending:
        _copy(path, damaged)
    file = damaged.with_name(f"{damaged.name}{ending}")
    content = bytearray(await asyncio.to_thread(file.read_bytes))
    offset = chance.randrange(len(content))
    content[offset] ^= chance.randint(1, 255)
    await asyncio.to_thread(file.write_bytes, content)
    tally = Tally(runs=1)
    for wrong in await _judged(damaged, clock, written):
        tally.broken.append(f"{wrong}, after byte {offset} of the file{ending} was changed")
    return tally


async def _judged(path: Path, clock: Clock, written: Read) -> list[str]:
    try:
        async with Store.open(path, clock) as store:
            found = await _read(store)
    except DatabaseCorrupt as refusal:
        said_what = "restore the last backup" in str(refusal)
        return [] if said_what else [f"it was refused without what to do: {refusal}"]
    except NotOpened as refusal:
        return [f"it was refused as {refusal}"]
    except StorageError:
        return []  # met while it was read: the clinic is stopped then, as above
    missing = written.keys() - found.keys()
    changed = [
        name
        for name, value in found.items()
        if value is not None and name in written and value != written[name]
    ]
    illegible = [name for name, value in found.items() if value is None]
    wrong = [f"{name} is not there" for name in sorted(missing)]
    wrong += [f"{name} is not as it was" for name in changed if not _plain(name)]
    if len(changed) + len(illegible) > 1:
        wrong.append(f"one byte changed {len(changed)} and hid {len(illegible)} rows")
    return wrong


def _plain(name: str) -> bool:
    """Whether it is kept in columns without a checksum."""
    return name.startswith("attempt")


async def _fill(store: Store, chance: random.Random) -> None:
    for number in range(_PATIENTS):
        name = f"user{number}"
        words = " ".join(chance.choices(("tooth", "Tuesday", "9:30am", "crown"), k=30))
        session = await store.session(patient(name))
        replies = (Reply(text=words, choices=(Choice(id="a", label="Yes"),)),)
        incoming = said(words, message_id=f"m{number}", by=name)
        told = session.model_copy(update={"pressed": words})
        await store.commit(Turn(told, session.revision, incoming, replies))
        await store.receive(said(words, message_id=f"n{number}", by=name))
    await store.prepare(booking())
    await store.sent("a1")


async def _read(store: Store) -> Read:
    """Everything that was acknowledged, by names; None is what is known to be illegible."""
    found: Read = {}
    for waiting in await store.unhandled():
        found[f"message {waiting.incoming.message_id}"] = waiting.incoming
    for hidden in await store.illegible_messages():
        found[f"message {hidden.incoming.message_id}"] = None
    for reply in await store.undelivered():
        found[f"reply {reply.id}"] = (reply.key, reply.reply)
    for unsaid in await store.illegible_replies():
        found[f"reply {unsaid.id}"] = None
    for number in range(_PATIENTS):
        key = patient(f"user{number}")
        try:
            found[f"session {key.user}"] = await store.session(key)
        except Unreadable:
            found[f"session {key.user}"] = None
    for attempt in await store.open_attempts():
        found[f"attempt {attempt.id}"] = attempt
    return found


def _copy(path: Path, target: Path) -> None:
    for ending in _BESIDE:
        beside = target.with_name(f"{target.name}{ending}")
        beside.unlink(missing_ok=True)
        source = path.with_name(f"{path.name}{ending}")
        if source.exists():
            shutil.copyfile(source, beside)

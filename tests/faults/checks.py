"""What must hold after every run: counted from the vendor's synced log, the database and the chat.

It counts, and concludes nothing of its own: an effect that the log holds did happen, a message that
the database holds as handled was handled, and a sentence that the chat shows was read.
"""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.fault import Tally

JSON = dict[str, Any]

_REFERENCE = re.compile(r"(?:Booked: |it is booked).*?Reference: (\d+)", re.DOTALL)


@dataclass(frozen=True)
class Chat:
    """One patient's side.

    Who they are at the vendor, how many bookings they wanted in all, the updates that they caused,
    how many of these were the same tap again, and every message that they could read.
    """

    patient_id: int
    wishes: int
    updates: Sequence[int]
    read: Sequence[str]
    repeats: int = 0


def effects(file: Path) -> list[JSON]:
    """Every create that took effect, in order; a file that is not there holds none."""
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def duplicates(made: Iterable[JSON], wishes: Mapping[int, int]) -> int:
    """Bookings that took effect beyond those that each patient (by id) had wanted."""
    counted = Counter(int(effect["patientId"]) for effect in made)
    return sum(max(0, count - wishes.get(patient, 0)) for patient, count in counted.items())


def references(read: Iterable[str]) -> set[int]:
    """The numbers of the appointments that a patient was told are booked."""
    return {int(number) for text in read for number in _REFERENCE.findall(text)}


def falsely_booked(read: Iterable[str], made: Iterable[JSON]) -> int:
    """Sentences "booked" whose appointment never took effect."""
    return len(references(read) - {int(effect["id"]) for effect in made})


def untold(read: Iterable[str], made: Iterable[JSON]) -> list[int]:
    """Bookings that took effect and of which this patient was never told."""
    return sorted({int(effect["id"]) for effect in made} - references(read))


def unanswered(
    database: Path, updates: Iterable[int], unconfirmed: Iterable[int], repeats: int = 0
) -> int:
    """Updates that Telegram was allowed to forget and that were not answered, and lost replies."""
    handled = {row[0] for row in rows(database, "SELECT message_id FROM inbox WHERE heard IS NULL")}
    forgotten = set(updates) - set(unconfirmed)
    missing = sum(str(update) not in handled for update in forgotten)
    said = rows(database, "SELECT count(*) FROM outbox")[0][0]
    waiting = rows(database, "SELECT count(*) FROM outbox WHERE state <> 'delivered'")[0][0]
    # Every message has an answer of its own at least, unless it is the same tap again.
    return missing + int(waiting) + max(0, len(handled) - repeats - int(said))


def changed_unasked(begun: Iterable[JSON], ended: Iterable[JSON], wished: str) -> list[str]:
    """Appointments that are not as they were, but for those that the `wished` name as '"34234"'.

    Whoever was at the clinic has done nothing meanwhile.
    """
    first = {int(entry["id"]): entry for entry in begun}
    return [
        f"{entry['id']} was changed without anybody's wish: {name}"
        for entry in ended
        if int(entry["id"]) in first and f'"{entry["id"]}"' not in wished
        for name in ("patientId", "clinicianId", "start", "statusId")
        if entry[name] != first[int(entry["id"])][name]
    ]


def wishes(database: Path) -> str:
    """Everything that patients have asked to have changed."""
    sql = "SELECT wish FROM attempt WHERE kind IN ('status', 'move')"
    return "".join(wish for (wish,) in rows(database, sql))


def left_to_the_desk(database: Path) -> int:
    """Attempts in doubt that wait for staff."""
    sql = "SELECT count(*) FROM desk WHERE kind IN ('in_doubt', 'extra') AND settled_at IS NULL"
    return int(rows(database, sql)[0][0])


def in_doubt(database: Path) -> int:
    """Attempts whose outcome is still unknown."""
    sql = "SELECT count(*) FROM attempt WHERE state IN ('sent', 'in_doubt')"
    return int(rows(database, sql)[0][0])


def judged(
    effects_file: Path, database: Path, chats: Sequence[Chat], unconfirmed: Sequence[int]
) -> Tally:
    """What one run came to."""
    made = effects(effects_file)
    desk = left_to_the_desk(database)
    tally = Tally(
        runs=1,
        duplicates=duplicates(made, {chat.patient_id: chat.wishes for chat in chats}),
        lost=sum(unanswered(database, chat.updates, unconfirmed, chat.repeats) for chat in chats),
        desk=desk,
    )
    for chat in chats:
        mine = [effect for effect in made if effect["patientId"] == chat.patient_id]
        tally.false_booked += falsely_booked(chat.read, mine)
        if not desk:
            tally.broken += [
                f"the patient was not told of {one}" for one in untold(chat.read, mine)
            ]
    if in_doubt(database) > desk:
        tally.broken.append("an attempt is in doubt and nobody looks after it")
    return tally


def rows(database: Path, sql: str) -> list[tuple[Any, ...]]:
    """What is on the disk, also while a server writes there."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return list(connection.execute(sql))
    finally:
        connection.close()

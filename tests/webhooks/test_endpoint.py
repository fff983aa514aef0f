"""The endpoint says 200 to what is durable, and to nothing else."""

import asyncio
import gzip
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from itertools import permutations
from pathlib import Path

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.webhooks.endpoint import LARGEST_BODY, path_of
from connectors.aerona.events import read
from storage.events import row_of
from storage.store import Store
from tests.storage.patients import rows
from tests.webhooks.around import PATH, SECRET, Place, handled, let_it_grow, open_place, told

OPEN = "SELECT count(*) FROM event WHERE handled_at IS NULL"
ALL = "SELECT count(*) FROM event"
STATE = "SELECT vendor, digest, body, handled_at IS NOT NULL FROM event ORDER BY digest"

ODD = {
    "nothing": b"",
    "no JSON": b"appointment=34234",
    "half of it": told()[:40],
    "HTML": b"<!doctype html><html><body>Hello</body></html>",
    "an array": b'[{"objectType": "Appointment"}]',
    "no text at all": bytes(range(256)) * 10,
    "a zero byte": b'{"objectType": "App\x00ointment"}',
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "deep in objects": b'{"data":' * 50_000,
    "a long number": b'{"objectId": ' + b"9" * 500_000 + b"}",
    "half of a pair": rb'{"objectType": "\ud800"}',
    "UTF-16": told().decode().encode("utf-16"),
    "with a mark": b"\xef\xbb\xbf" + told(),
    "as large as may be": b" " * LARGEST_BODY,
}


async def test_what_was_answered_with_200_is_on_disk_and_then_handled(
    place: Place, database: Path
) -> None:
    assert await place.call(told()) == 200
    assert rows(database, ALL) == [(1,)]
    await handled(place)
    assert rows(database, OPEN) == [(0,)]
    assert rows(database, "SELECT body FROM event") == [(None,)]
    assert (place.hints.forgotten, place.hints.hints) == (1, 1)


@pytest.mark.parametrize("body", ODD.values(), ids=ODD.keys())
async def test_whatever_comes_to_the_right_place_is_kept_and_taken_for_a_hint(
    place: Place, database: Path, body: bytes
) -> None:
    with capture_logs() as logs:
        assert await place.call(body, headers={"Content-Type": "application/json"}) == 200
        await handled(place)
    assert rows(database, STATE)[0][2:] == (None, 1)
    assert place.hints.forgotten == 1
    assert [line["event"] for line in logs] == ["vendor_events_handled"]


async def test_the_method_is_post_or_put_and_no_other(place: Place, database: Path) -> None:
    assert await place.call(told(1), "POST") == 200
    assert await place.call(told(2), "PUT") == 200
    for method in ("GET", "HEAD", "PATCH", "DELETE", "OPTIONS"):
        assert await place.call(told(3), method) == 405
    assert rows(database, ALL) == [(2,)]


@pytest.mark.parametrize(
    "path", ["/", "/aerona", "/aerona/", PATH[:-1], f"{PATH}/", f"{PATH}0", PATH.upper()]
)
async def test_any_other_path_is_unknown(place: Place, database: Path, path: str) -> None:
    for method in ("POST", "PUT", "GET"):
        assert await place.call(told(), method, path) == 404
    assert rows(database, ALL) == [(0,)]


async def test_a_body_that_is_too_large_is_not_read_to_its_end(
    place: Place, database: Path
) -> None:
    assert await place.call(b" " * (LARGEST_BODY + 1)) == 413
    # A small body that unfolds to a large one.
    bomb = gzip.compress(b" " * (LARGEST_BODY * 20))
    assert await place.call(bomb, headers={"Content-Encoding": "gzip"}) == 413
    assert rows(database, ALL) == [(0,)]
    assert await place.call(told()) == 200


async def test_whoever_breaks_off_has_told_nothing(place: Place, database: Path) -> None:
    host, port = place.url.removeprefix("http://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n".encode())
    writer.write(told()[:50])
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    assert await place.call(told()) == 200
    assert rows(database, ALL) == [(1,)]


async def test_a_full_disk_is_answered_503_and_the_next_try_is_taken(
    place: Place, database: Path
) -> None:
    body = told(data={"appointmentNotes": "word " * 20_000})
    await let_it_grow(place.store, pages=1)
    with capture_logs() as logs:
        assert await place.call(body) == 503
    assert [line["event"] for line in logs] == ["vendor_event_not_stored"]
    assert rows(database, ALL) == [(0,)]
    assert place.hints.forgotten == 0
    await let_it_grow(place.store, pages=None)
    assert await place.call(body) == 200
    await handled(place)
    assert rows(database, ALL) == [(1,)]


async def test_a_clinic_that_is_not_open_answers_503(place: Place, database: Path) -> None:
    events, place.events = place.events, None
    assert await place.call(told()) == 503
    place.events = events
    assert await place.call(told()) == 200
    assert rows(database, ALL) == [(1,)]


async def test_a_store_that_is_closed_answers_503(place: Place, tmp_path: Path) -> None:
    async with open_place(tmp_path / "other.db") as other:
        events = other.events
    place.events = events
    assert await place.call(told()) == 503


async def test_repeats_and_any_order_leave_the_same_state(tmp_path: Path) -> None:
    five = [told(n, event=event) for n in (1, 2) for event in ("created", "updated")]
    five.append(told(3, objectType="Patient"))
    states = set()
    async with open_place(tmp_path / "harbour.db") as place:
        for repeats, order in enumerate(permutations(five)):
            for body in order:
                for _ in range(1 + repeats % 5):
                    assert await place.call(body) == 200
            await handled(place)
            states.add(tuple(tuple(row) for row in rows(tmp_path / "harbour.db", STATE)))
            await _emptied(place.store)
    assert len(states) == 1
    assert [row[2:] for row in states.pop()] == [(None, 1)] * 5


async def _emptied(store: Store) -> None:
    connection = store._writer._connection
    await connection.execute_fetchall("DELETE FROM event")
    await connection.commit()


async def test_a_flood_fills_no_disk(place: Place, database: Path) -> None:
    # Nothing is handled, as if that failed, so that what waits piles up.
    store = place.store
    for n in range(200):
        await store.receive_event("aerona", told(n))
    assert await place.call(told(200)) == 503
    assert await place.call(told(0)) == 200  # a repeat of one that waits
    await handled(place)
    assert await place.call(told(200)) == 200
    await handled(place)
    assert rows(database, OPEN) == [(0,)]


async def test_of_the_handled_ones_only_the_last_are_kept(place: Place, database: Path) -> None:
    for n in (1, 2):
        assert await place.call(told(n)) == 200
    await handled(place)
    connection = place.store._writer._connection
    await connection.execute_fetchall("UPDATE event SET id = 20000 WHERE id = 2")
    await connection.commit()
    assert await place.call(told(3)) == 200
    assert rows(database, "SELECT id FROM event") == [(20000,), (20001,)]


async def test_no_log_holds_the_path_or_anything_that_was_told(place: Place) -> None:
    with capture_logs() as logs:
        await place.call(told(data={"forename": "Samira"}))
        await handled(place)
        await let_it_grow(place.store, pages=1)
        await place.call(told(data={"forename": "Samira " * 20_000}))
        await place.call(b"<html>Samira</html>", path="/aerona/Samira")
    text = str(logs)
    assert len(logs) == 2
    assert "Samira" not in text
    assert PATH not in text
    assert "34234" not in text


def test_the_path_is_long_and_each_clinic_has_its_own() -> None:
    paths = {
        path_of(SecretStr(word), slug)
        for word in (SECRET.get_secret_value(), "f" * 32)
        for slug in ("harbour", "quay")
    }
    assert len(paths) == 4
    for path in paths:
        assert len(path.removeprefix("/aerona/")) * 4 >= 128
        assert SECRET.get_secret_value() not in path


def test_no_body_costs_the_others_much_time() -> None:
    """What is done in the event loop for the worst bodies; the bound is ten times what it takes."""
    at = datetime(2026, 3, 2, tzinfo=UTC)
    for body in (b"\xff" * LARGEST_BODY, b"\xffa" * (LARGEST_BODY // 2), b"x" * LARGEST_BODY):
        assert _cheapest(partial(row_of, "aerona", body, at)) < 0.02
    for text in ("[" + "[]," * 5000 + "[]]", '{"' + '":1,"'.join(map(str, range(1800))) + '":1}'):
        assert _cheapest(partial(read, text)) < 0.02


def _cheapest(work: Callable[[], object]) -> float:
    """Seconds of processor time, of the best of five, since other work disturbs some of them."""
    taken = []
    for _ in range(5):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)

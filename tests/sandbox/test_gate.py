"""Tokens live an hour, and the 301st request within fifteen minutes ends them."""

import pytest

from tests.sandbox.conftest import Client, MovableClock


async def test_wrong_credentials_get_no_token(client: Client) -> None:
    assert await client.login(password="guess") == 401
    assert client.token == ""


@pytest.mark.parametrize("token", ["", "made up"])
async def test_nothing_is_answered_without_a_live_token(client: Client, token: str) -> None:
    client.token = token
    for path in ("/appointment-types", "/patients/426909", "/no-such-path"):
        assert (await client.get(path))[0] == 401
    assert (await client.create())[0] == 401
    assert client.sandbox.clinic.diary.appointments() == []


async def test_a_token_lives_one_hour(client: Client, clock: MovableClock) -> None:
    clock.move(minutes=59, seconds=59)
    assert (await client.get("/clinicians"))[0] == 200
    clock.move(seconds=1)
    assert (await client.get("/clinicians"))[0] == 401
    assert await client.login() == 200
    assert (await client.get("/clinicians"))[0] == 200


async def test_the_301st_request_in_a_window_ends_the_token(
    client: Client, clock: MovableClock
) -> None:
    for _ in range(299):  # the login was the first
        assert (await client.get("/patients/426909"))[0] == 200
    assert client.sandbox.calls.count() == 300
    assert (await client.get("/patients/426909"))[0] == 401
    # A new token dies with its first use for as long as the window is full.
    assert await client.login() == 200
    assert (await client.get("/patients/426909"))[0] == 401
    clock.move(minutes=15)
    assert await client.login() == 200
    assert (await client.get("/patients/426909"))[0] == 200


async def test_the_window_slides(client: Client, clock: MovableClock) -> None:
    for _ in range(199):
        await client.get("/clinicians")
    clock.move(minutes=14)
    for _ in range(100):
        assert (await client.get("/clinicians"))[0] == 200
    clock.move(minutes=1)  # the first two hundred are forgotten, the last hundred are not
    for _ in range(200):
        assert (await client.get("/clinicians"))[0] == 200
    assert (await client.get("/clinicians"))[0] == 401

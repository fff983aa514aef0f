"""The token and what patients write are looked for wherever they could have slipped through."""

import io
import logging
import traceback
from collections.abc import Awaitable, Callable, Iterator

import pytest
from structlog.testing import capture_logs

from bot.channels.protocol import DeliveryError
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.transport import Api
from dialogs.session import Choice, Reply
from tests.telegram.around import SECRET, Inbox, Naps, called, opened, polling, settings, settled
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.fake_chats import User

WORDS = "CANARY-words-of-a-patient"
LIBRARIES = ("httpx", "httpcore", "httpcore.http11", "httpcore.connection", "telegram", "asyncio")


class Leaks:
    """Everything that was logged at any level, or shown, or raised."""

    def __init__(self) -> None:
        self._stream = io.StringIO()
        self._handler = logging.StreamHandler(self._stream)

    def open_every_tap(self) -> None:
        """Libraries at DEBUG, as when somebody looks for a fault. Call it once the channel is."""
        root = logging.getLogger()
        root.addHandler(self._handler)
        for name in ("", *LIBRARIES):
            logging.getLogger(name).setLevel(logging.DEBUG)

    def close(self) -> None:
        logging.getLogger().removeHandler(self._handler)
        logging.getLogger().setLevel(logging.WARNING)
        for name in LIBRARIES:
            logging.getLogger(name).setLevel(logging.NOTSET)

    def saw(self, error: BaseException) -> None:
        """Note all that a reporter of errors could print, local variables included."""
        for link in chain(error):
            lines = traceback.TracebackException.from_exception(link, capture_locals=True).format()
            self._stream.write("".join(lines) + repr(link) + str(vars(link)))

    def note(self, *things: object) -> None:
        for thing in things:
            self._stream.write(f"{thing!r} {thing} {getattr(thing, '__dict__', '')}")

    @property
    def all(self) -> str:
        return self._stream.getvalue()


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and all that hangs on it, also what `from None` only hides."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


@pytest.fixture
def leaks() -> Iterator[Leaks]:
    found = Leaks()
    yield found
    found.close()


@pytest.fixture
def ana(api: FakeBotApi) -> User:
    person = api.user("Ana")
    person.say(WORDS)
    return person


def check(leaks: Leaks, api: FakeBotApi) -> None:
    assert api.token not in leaks.all
    assert api.token.partition(":")[2] not in leaks.all
    assert SECRET not in leaks.all


FAILURES: dict[str, Callable[[FakeBotApi], None]] = {
    "none": lambda _: None,
    "flood": lambda api: api.flood(3),
    "bad gateway": lambda api: api.answer_with(502, "<html>"),
    "no json": lambda api: api.answer_with(200, "<html>"),
    "hang up": lambda api: api.hang_up(),
    "bad request": lambda api: api.refuse(400, "Bad Request: message is too long"),
    "forbidden": lambda api: api.refuse(403, "Forbidden: bot was blocked by the user"),
    "unauthorized": lambda api: api.refuse(401, "Unauthorized"),
    "not found": lambda api: api.refuse(404, "Not Found"),
    "conflict": lambda api: api.refuse(409, "Conflict: terminated by other getUpdates request"),
}


@pytest.mark.parametrize("failure", FAILURES)
async def test_no_failure_of_sending_shows_the_token(
    api: FakeBotApi, naps: Naps, ana: User, leaks: Leaks, failure: str
) -> None:
    question = Reply(text="Book it?", choices=(Choice(id="1", label="Yes"),))
    async with opened(api, naps) as channel:
        leaks.open_every_tap()
        leaks.note(channel, *vars(channel).values())
        doings: list[Callable[[], Awaitable[object]]] = [
            lambda: channel.deliver(str(ana.id), question),
            lambda: channel.freeze(str(ana.id), "1"),
        ]
        for do in doings:
            FAILURES[failure](api)
            try:
                await do()
            except DeliveryError as error:
                leaks.saw(error)
    assert "TOKEN" in leaks.all, "requests were logged, with the stand-in"
    check(leaks, api)


async def test_nothing_that_holds_the_token_shows_it(api: FakeBotApi, leaks: Leaks) -> None:
    given = settings(api, webhook_url="http://127.0.0.1:1", webhook_secret=SECRET)
    bot_api = Api(given)
    leaks.note(given, bot_api, bot_api.bot, TelegramChannel(given), bot_api.bot.token)
    leaks.note(*vars(bot_api).values())
    check(leaks, api)


async def test_errors_let_go_of_the_request_that_failed(
    api: FakeBotApi, naps: Naps, ana: User, leaks: Leaks
) -> None:
    api.hang_up()
    async with opened(api, naps) as channel:
        with pytest.raises(DeliveryError) as failed:
            await channel.deliver(str(ana.id), Reply(text=WORDS))
    assert list(chain(failed.value)) == [failed.value]


@pytest.mark.parametrize("failure", FAILURES)
async def test_no_failure_of_receiving_shows_the_token_or_what_patients_write(
    api: FakeBotApi, ana: User, leaks: Leaks, failure: str
) -> None:
    inbox, naps = Inbox(), Naps()
    leaks.open_every_tap()
    for method in ("getMe", "setMyCommands", "deleteWebhook", "getUpdates"):
        FAILURES[failure](api)
        for trouble in api.troubles[-1:]:
            trouble.method = method
    with capture_logs() as logs:
        async with polling(api, inbox, naps):
            await settled(lambda: inbox.texts == [WORDS])
            await api.until(lambda: not api.unconfirmed)
    leaks.note(logs)
    check(leaks, api)
    assert WORDS not in leaks.all


async def test_the_webhook_shows_neither_token_nor_secret(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User, leaks: Leaks
) -> None:
    leaks.open_every_tap()
    api.refuse(400, "Bad Request: bad webhook", method="setWebhook")
    with capture_logs() as logs:
        async with called(api, inbox, naps) as (channel, url):
            leaks.note(url, channel)
            await settled(lambda: inbox.texts == [WORDS])
    leaks.note(logs)
    check(leaks, api)
    assert WORDS not in leaks.all

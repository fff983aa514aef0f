"""A Bot API server on loopback that enforces Telegram's limits, with people who write to the bot.

    async with FakeBotApi() as api:
        ana = api.user("Ana")
        ...                         # a bot with api.token at api.url
        ana.say("Hello")
        await api.until(lambda: ana.sees)
        ana.press(ana.buttons[0])

It knows nothing of the bot's code. Its clock is given, and nothing in it sleeps: a question for
news is held until there are some, or until `end_polls`. A webhook that refused an update is called
again on the next update, or on `redeliver`.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.telegram import fake_limits as limits
from tests.telegram.fake_chats import PRESS_LASTS, Chat, Group, User, World
from tests.telegram.fake_limits import Refusal
from tests.telegram.fake_queue import UpdateQueue

JSON = dict[str, Any]

TOKEN = "123456789:CANARY-token-that-nobody-may-ever-see"


@dataclass
class Call:
    """One request of the bot."""

    method: str
    parameters: JSON


@dataclass
class Trouble:
    """What goes wrong with the next `times` requests, of one method or of any."""

    method: str | None
    times: int
    code: int = 0
    body: str = ""
    # Hang up instead of an answer; `acts` does the work first.
    hangs_up: bool = False
    acts: bool = False
    # How many requests go well before.
    after: int = 0


class FakeBotApi:
    """One bot's Telegram. Open it with `async with`; the bot is given its `url` and `token`."""

    def __init__(
        self, token: str = TOKEN, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.token = token
        self.now = now
        self.url = ""
        self.calls: list[Call] = []
        self.commands: dict[str, str] = {}
        self.webhook_url = ""
        self.webhook_answers: list[int] = []
        self.bot: JSON = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Harbour Clinic",
            "username": "HarbourClinicBot",
        }
        self._chats: dict[int, Chat] = {}
        self._queue = UpdateQueue(self._changed)
        self._secret = ""
        self._complaint: tuple[int, str] | None = None
        self.troubles: list[Trouble] = []
        self._poll: asyncio.Future[str] | None = None
        self._change = asyncio.Event()
        self._deliveries: set[asyncio.Task[None]] = set()
        self._one_delivery = asyncio.Lock()
        self._world = World(now, self.emit, self._changed, self.bot)

    # What a test does

    def user(self, name: str, *, language: str | None = "en") -> User:
        """Somebody who has not written to the bot yet."""
        person = User(self._world, 5_000_000 + len(self._chats), name, language)
        self._chats[person.id] = person
        return person

    def group(self) -> Group:
        group = Group(self._world, -1_000_000_000_000 - len(self._chats))
        self._chats[group.id] = group
        return group

    def emit(self, kind: str, content: JSON) -> JSON:
        """Queue an update of any kind; gives it whole."""
        update = self._queue.put(kind, content)
        if self.webhook_url:
            self.redeliver()
        return update

    def flood(
        self, retry_after: int, *, method: str | None = None, times: int = 1, after: int = 0
    ) -> None:
        """Answer 429 and the seconds to wait, once `after` requests went well."""
        body = {
            "ok": False,
            "error_code": 429,
            "description": f"Too Many Requests: retry after {retry_after}",
            "parameters": {"retry_after": retry_after},
        }
        self.troubles.append(Trouble(method, times, 429, json.dumps(body), after=after))

    def refuse(
        self, code: int, description: str, *, method: str | None = None, times: int = 1
    ) -> None:
        """Answer with any error of Telegram's."""
        body = {"ok": False, "error_code": code, "description": description}
        self.troubles.append(Trouble(method, times, code, json.dumps(body)))

    def answer_with(
        self, code: int, body: str, *, method: str | None = None, times: int = 1
    ) -> None:
        """Answer with something that is not Telegram's: a proxy's page."""
        self.troubles.append(Trouble(method, times, code, body))

    def hang_up(self, *, method: str | None = None, times: int = 1, acts: bool = False) -> None:
        """Close the connection without an answer, with or without having done the work."""
        self.troubles.append(Trouble(method, times, hangs_up=True, acts=acts))

    def poll_from_elsewhere(self) -> None:
        """Another program asks for news: whoever waits for them is sent away."""
        self._queue.end_poll("another")

    def end_polls(self) -> None:
        """The time of a question for news is over: it is answered with none."""
        self._queue.end_poll("timeout")

    def redeliver(self) -> None:
        """Call the webhook with all that waits, in order, until it refuses one."""
        task = asyncio.get_running_loop().create_task(self._deliver())
        self._deliveries.add(task)
        task.add_done_callback(self._deliveries.discard)

    @property
    def unconfirmed(self) -> list[int]:
        """Updates that Telegram would send again."""
        return [update["update_id"] for update in self._queue.pending]

    @property
    def is_polled(self) -> bool:
        """Somebody waits for news."""
        return self._queue.is_polled

    def called(self, method: str) -> list[JSON]:
        """The parameters of each request of one method."""
        return [call.parameters for call in self.calls if call.method == method]

    async def until(self, happened: Callable[[], object], *, within: float = 5.0) -> None:
        """Wait until it has; looked at again after whatever happens here."""
        async with asyncio.timeout(within):
            while not happened():
                self._change.clear()
                await self._change.wait()

    # The server

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        # No access log: the token is in every address, and the tests look for it in all logs.
        self._runner = web.AppRunner(
            app, shutdown_timeout=1.0, handler_cancellation=True, access_log=None
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self._client = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.end_polls()
        for task in tuple(self._deliveries):
            task.cancel()
        await asyncio.gather(*self._deliveries, return_exceptions=True)
        await self._client.close()
        await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        form = await request.json() if request.content_type == "application/json" else None
        parameters = {**request.query, **(form if form is not None else await request.post())}
        trouble = self._trouble(method)
        if request.match_info["token"] != self.token:
            return _answer(Refusal(401, "Unauthorized"))
        self.calls.append(Call(method, parameters))
        if trouble is not None and not trouble.hangs_up:
            self._changed()
            kind = "application/json" if trouble.body.startswith("{") else "text/html"
            return web.Response(status=trouble.code, text=trouble.body, content_type=kind)
        if trouble is not None and not trouble.acts:
            return _hang_up(request)
        answer = await self._act(method, parameters)
        self._changed()
        return answer if trouble is None else _hang_up(request)

    def _trouble(self, method: str) -> Trouble | None:
        for trouble in self.troubles:
            if not trouble.times or trouble.method not in {None, method}:
                continue
            if trouble.after:
                trouble.after -= 1
            else:
                trouble.times -= 1
                return trouble
        return None

    async def _act(self, method: str, parameters: JSON) -> web.Response:
        acts: dict[str, Callable[[JSON], Any]] = {
            "getMe": lambda _: self.bot,
            "sendMessage": self._send_message,
            "editMessageReplyMarkup": self._edit_reply_markup,
            "answerCallbackQuery": self._answer_callback_query,
            "setMyCommands": self._set_my_commands,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
        }
        try:
            if method == "getUpdates":
                return _result(await self._get_updates(parameters))
            if method in acts:
                return _result(acts[method](parameters))
        except Refusal as refusal:
            return _answer(refusal)
        return _answer(Refusal(404, "Not Found"))

    # The methods

    def _send_message(self, given: JSON) -> JSON:
        chat = self._chat(given)
        text, markup = limits.text(given.get("text", "")), limits.markup(given.get("reply_markup"))
        return chat.show(text, markup)

    def _edit_reply_markup(self, given: JSON) -> JSON:
        chat = self._chat(given)
        shown = chat.message(int(given["message_id"]))
        markup = limits.markup(given.get("reply_markup"))
        if shown is None:
            raise Refusal(400, "Bad Request: message to edit not found")
        if not shown.editable:
            raise Refusal(400, "Bad Request: message can't be edited")
        if shown.markup == markup:
            raise Refusal(
                400,
                "Bad Request: message is not modified: specified new message content and reply "
                "markup are exactly the same as a current content and reply markup of the message",
            )
        shown.markup = markup
        return chat.wire(shown)

    def _answer_callback_query(self, given: JSON) -> bool:
        presses = (press for chat in self._chats.values() for press in chat.presses)
        press = next((one for one in presses if one.id == given["callback_query_id"]), None)
        if press is None or press.answered or self.now() - press.at > PRESS_LASTS:
            raise Refusal(
                400,
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
            )
        press.answered = True
        return True

    def _set_my_commands(self, given: JSON) -> bool:
        self.commands = limits.commands(given["commands"])
        return True

    def _set_webhook(self, given: JSON) -> bool:
        url, secret = given.get("url", ""), given.get("secret_token", "")
        if url:
            limits.webhook(url, secret)
        self.webhook_url, self._secret, self._complaint = url, secret, None
        self._queue.configure(given)
        self._queue.end_poll("webhook")
        if url:
            self.redeliver()
        return True

    def _delete_webhook(self, given: JSON) -> bool:
        self.webhook_url = ""
        self._queue.configure(given)
        return True

    def _webhook_info(self, _: JSON) -> JSON:
        info: JSON = {
            "url": self.webhook_url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._queue.pending),
        }
        if self._complaint is not None:
            date, message = self._complaint
            info |= {"last_error_date": date, "last_error_message": message}
        return info

    async def _get_updates(self, given: JSON) -> list[JSON]:
        if self.webhook_url:
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook "
                "to delete the webhook first",
            )
        return await self._queue.get(given)

    def _chat(self, given: JSON) -> Chat:
        chat = self._chats.get(int(given["chat_id"]))
        if chat is None:
            raise Refusal(400, "Bad Request: chat not found")
        if chat.unreachable is not None:
            raise Refusal(403, chat.unreachable)
        return chat

    # The webhook, and who waits for what

    async def _deliver(self) -> None:
        async with self._one_delivery:
            while self._queue.pending and self.webhook_url:
                update = self._queue.pending[0]
                headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret} if self._secret else {}
                async with self._client.post(
                    self.webhook_url, json=update, headers=headers
                ) as answer:
                    self.webhook_answers.append(answer.status)
                    if answer.status != 200:
                        words = f"Wrong response from the webhook: {answer.status} {answer.reason}"
                        self._complaint = (self._world.stamp(), words)
                        break
                self._queue.pending.remove(update)
        self._changed()

    def _changed(self) -> None:
        self._change.set()


def _result(result: Any) -> web.Response:  # noqa: ANN401 - whatever JSON the method gives
    return web.json_response({"ok": True, "result": result})


def _answer(refusal: Refusal) -> web.Response:
    body: JSON = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return web.json_response(body, status=refusal.code)


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()

"""What Telegram refuses, in its own words: the limits of texts, buttons, secrets and addresses."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

JSON = dict[str, Any]

LONGEST_TEXT = 4096
LONGEST_CALLBACK_DATA = 64
MOST_BUTTONS = 100
MOST_COMMANDS = 100


class Refusal(Exception):
    """An answer with ok=false."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def text(given: str) -> str:
    """The text as it is shown; counted in UTF-16 units, the stricter reading of "characters"."""
    shown = given.strip()
    if not shown:
        raise Refusal(400, "Bad Request: message text is empty")
    if len(shown.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise Refusal(400, "Bad Request: message is too long")
    return shown


def markup(given: str | JSON | None) -> JSON:
    """What stands under a message: {} for nothing."""
    parsed = parse(given, {})
    if not isinstance(parsed, dict):
        raise Refusal(400, "Bad Request: object expected as reply markup")
    rows = parsed.get("inline_keyboard") or parsed.get("keyboard") or []
    buttons = [button for row in rows for button in row]
    if len(buttons) > MOST_BUTTONS:
        raise Refusal(400, "Bad Request: REPLY_MARKUP_TOO_LONG")
    for button in buttons:
        if not button.get("text"):
            raise Refusal(400, "Bad Request: can't parse inline keyboard button: no text")
        if "inline_keyboard" in parsed:
            _callback_data(button.get("callback_data"))
    return parsed if buttons or parsed.get("remove_keyboard") else {}


def commands(given: str | list[JSON]) -> dict[str, str]:
    """The command menu, by name."""
    menu = parse(given, [])
    if len(menu) > MOST_COMMANDS:
        raise Refusal(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
    for entry in menu:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", entry["command"]):
            raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(entry["description"]) <= 256:
            raise Refusal(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    return {entry["command"]: entry["description"] for entry in menu}


def webhook(url: str, secret: str) -> None:
    """The address and the secret of a webhook; plain http only on this machine."""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost"}:
        raise Refusal(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        raise Refusal(400, "Bad Request: secret token contains unallowed characters")


def parse(given: Any, nothing: Any) -> Any:  # noqa: ANN401 - JSON, or what JSON was made from
    """A parameter that is JSON inside of a form."""
    if given is None or given == "":
        return nothing
    return json.loads(given) if isinstance(given, str) else given


def _callback_data(data: str | None) -> None:
    if data is None:
        raise Refusal(
            400,
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the "
            "inline keyboard",
        )
    if not 1 <= len(data.encode()) <= LONGEST_CALLBACK_DATA:
        raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")

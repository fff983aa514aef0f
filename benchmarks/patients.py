"""The patients of the benchmark: the raw updates that Telegram would send for what they do.

Each of them is somebody else and books once, in five turns. What they say is fixed; the button that
is pressed is the first one of the last message that reached them.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

TURNS = 5

# When the benchmark is set: the talk is the same whenever it is run.
DAY = 1_772_442_000  # Monday, 2 March 2026, 9:00 in London

BIRTHDAY, SURNAME = "12/05/1984", "Taylor"


def number(user: int) -> str:
    """The patient number of a user."""
    return str(400_000 + user)


def update(turn: int, user: int, buttons: Sequence[str]) -> bytes:
    """The update with which the user takes the turn, as it would come over the wire."""
    what: Callable[[int], dict[str, Any]] = (
        lambda id_: _message(id_, user, "A check-up tomorrow morning please"),
        lambda id_: _press(id_, user, buttons[0]),
        lambda id_: _message(id_, user, f"{number(user)}, {BIRTHDAY}, {SURNAME}"),
        lambda id_: _message(id_, user, "yes"),
        lambda id_: _message(id_, user, "my appointments"),
    )[turn]
    id_ = user * TURNS + turn
    return json.dumps({"update_id": id_, **what(id_)}, separators=(",", ":")).encode()


def _person(user: int) -> dict[str, Any]:
    return {
        "id": user,
        "is_bot": False,
        "first_name": "Ana",
        "last_name": "Taylor",
        "username": f"ana{user}",
        "language_code": "en",
    }


def _chat(user: int) -> dict[str, Any]:
    return {
        "id": user,
        "first_name": "Ana",
        "last_name": "Taylor",
        "username": f"ana{user}",
        "type": "private",
    }


def _message(id_: int, user: int, text: str) -> dict[str, Any]:
    return {
        "message": {
            "message_id": id_,
            "from": _person(user),
            "chat": _chat(user),
            "date": DAY,
            "text": text,
        }
    }


def _press(id_: int, user: int, button: str) -> dict[str, Any]:
    question = {
        "message_id": id_ - 1,
        "from": {"id": 1, "is_bot": True, "first_name": "Harbour", "username": "harbour_bot"},
        "chat": _chat(user),
        "date": DAY,
        "text": "Which time suits you?",
        "reply_markup": {"inline_keyboard": [[{"text": "9:00am", "callback_data": button}]]},
    }
    return {
        "callback_query": {
            "id": str(id_),
            "from": _person(user),
            "message": question,
            "chat_instance": str(user),
            "data": button,
        }
    }

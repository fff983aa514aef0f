"""Hands the message over."""

from dialogs.desk.frame import Desk
from dialogs.ports import DeskRequest, Ports, TakesRequests
from dialogs.table import Answer, answer
from dialogs.talk import Talk

# In words for staff, who read the message without the talk.
_WISHES = {
    "move": "Wants to move an appointment.",
    "late": "Is running late.",
    "prices": "Asks about prices.",
    "account": "Asks about payments or invoices.",
}


async def leave(frame: Desk, _talk: Talk, ports: Ports) -> Answer:
    """Leave the message; it is durable together with the reply that says so."""
    parts = [
        _WISHES.get(frame.wish or ""),
        frame.summary,
        frame.note,
        f"Name: {frame.name}",
        f"Phone: {frame.phone}",
    ]
    text = "\n".join(part for part in parts if part)
    ports[TakesRequests].leave(DeskRequest(kind=frame.wish or "person", text=text))
    return answer("left")

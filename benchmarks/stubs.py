"""What both sides of the benchmark are given instead of the world: a diary and a messenger.

Both answer at once and from memory, so that what is measured is what is ours (or the peer's).
"""

import asyncio
import itertools
import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from telegram.request import BaseRequest, RequestData

from benchmarks.patients import BIRTHDAY, DAY, SURNAME
from connectors.model import (
    Clinician,
    NewAppointment,
    PartOfDay,
    Patient,
    Service,
    Slot,
    SlotSearch,
    Status,
)

ZONE = ZoneInfo("Europe/London")
CHECK_UP = Service("1864", "Check-up", 20, "dentist")
SERVICES = (CHECK_UP, Service("1865", "Hygienist", 30, "hygienist"), Service("1866", "Filling", 40))

NAMES = "Ruiz Okafor Lindqvist Haddad Moreau Tanaka Byrne Kowalska Iyer Novak Ferrari Jansen"
CLINICIANS = tuple(
    Clinician(str(n), f"Dr {name}", "dentist") for n, name in enumerate(NAMES.split())
)


class Vendor:
    """A practice management system with the abilities that booking needs; it refuses overlaps.

    It has the simplest diary that five turns need: its times are free whatever was booked, and
    every number is that of a patient with the same birthday and surname.
    """

    def __init__(self) -> None:
        """Begin with an empty diary."""
        self.booked: dict[str, NewAppointment] = {}
        self._next = itertools.count()

    async def free_slots(self, search: SlotSearch) -> Sequence[Slot]:
        return self.slots(search.first_day, search.part)

    def slots(self, day: date, part: PartOfDay) -> Sequence[Slot]:
        """Three clinicians' free times of a part of the day, every twenty minutes.

        A hundred searches in a row find different clinicians, so that patients who write at the
        same moment do not wish for the same time.
        """
        return _slots(day, part, next(self._next) % 100)

    async def book(self, new: NewAppointment) -> str:
        reference = str(len(self.booked) + 1)
        self.booked[reference] = new
        return reference

    async def change_status(self, appointment_id: str, status: Status) -> None:
        raise NotImplementedError("nobody of the benchmark changes anything")

    async def patient(self, patient_id: str, *, browser: str | None = None) -> Patient:
        del browser  # no budget is kept here
        born = datetime.strptime(BIRTHDAY, "%d/%m/%Y").replace(tzinfo=ZONE).date()
        return Patient(patient_id, "Ana", SURNAME, born)

    async def services(self) -> Sequence[Service]:
        return SERVICES

    async def clinicians(self) -> Sequence[Clinician]:
        return CLINICIANS


@cache
def _slots(day: date, part: PartOfDay, search: int) -> tuple[Slot, ...]:
    three = [
        Clinician(str(search * 3 + n), CLINICIANS[(search + n) % len(CLINICIANS)].name)
        for n in range(3)
    ]
    clock = {PartOfDay.AFTERNOON: 13, PartOfDay.EVENING: 17}.get(part, 9)
    began = datetime.combine(day, time(clock), tzinfo=ZONE)
    return tuple(
        Slot(start, 20, CHECK_UP.id, who.id, who.name, token=start.isoformat())
        for start in (began + timedelta(minutes=20 * n) for n in range(9))
        for who in three
    )


class Telegram(BaseRequest):
    """The Bot API without a network: what is sent is in the patient's hands at once."""

    def __init__(self) -> None:
        """Begin with nothing sent."""
        self._phones: defaultdict[int, asyncio.Queue[list[str]]] = defaultdict(asyncio.Queue)
        self._ids = itertools.count(1)

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def reached(self, user: int, messages: int) -> list[str]:
        """Wait until so many more messages have reached a user; the last one's buttons."""
        buttons: list[str] = []
        for _ in range(messages):
            buttons = await self._phones[user].get()
        return buttons

    def show(self, user: int, buttons: list[str]) -> int:
        """Bring a message to a user; its id."""
        self._phones[user].put_nowait(buttons)
        return next(self._ids)

    def hung_up(self, user: int) -> None:
        """Forget a user, who writes no more."""
        self._phones.pop(user, None)

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - the library's signature, here and below
        request_data: RequestData | None = None,
        *timeouts: object,  # noqa: ARG002
        **named_timeouts: object,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        result: object = True
        said: dict[str, Any] = request_data.parameters if request_data is not None else {}
        match url.rpartition("/")[2]:
            case "sendMessage":
                user = int(said["chat_id"])
                chat = {"id": user, "type": "private", "first_name": "Ana"}
                id_ = self.show(user, _buttons(said.get("reply_markup")))
                result = {"message_id": id_, "date": DAY, "chat": chat, "text": said["text"]}
            case "getMe":
                result = {"id": 1, "is_bot": True, "first_name": "Harbour", "username": "harbour"}
        return 200, json.dumps({"ok": True, "result": result}).encode()


def _buttons(markup: dict[str, list[list[dict[str, str]]]] | None) -> list[str]:
    rows = (markup or {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row]

"""The peer: python-telegram-bot's ConversationHandler with the same booking, durable in SQLite.

Written as its documentation shows: handlers that return the next state, `user_data` for what is
known, a `BasePersistence` of its own. The library would write once a minute and after it has
replied. Here every update is written (one transaction; WAL, synchronous=FULL) and only then is the
reply sent, so a handler leaves its reply and `hear` sends it. Twice: through aiosqlite, as one does
where an event loop must not wait for a disk, and with SQLite called on the event loop itself, which
is the fastest where the disk answers at once (one slow fsync there holds everybody up).

It does less than our side: no repeat of an update is noticed, nothing is written before the
vendor is asked or an appointment is booked, a reply that was not sent is lost, a button of an
older question acts, dates are one pattern, and it speaks of one appointment type.
"""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any, Self

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ContextTypes,
    ConversationHandler,
    ExtBot,
    MessageHandler,
    filters,
)

from benchmarks.patients import DAY
from benchmarks.persistence import Data, Database, Persistence, in_a_thread, on_the_loop
from benchmarks.stubs import CHECK_UP, ZONE, Telegram, Vendor
from connectors.model import NewAppointment, PartOfDay, Slot

Context = ContextTypes.DEFAULT_TYPE
Callback = Callable[[Update, Context], Awaitable[int]]

SLOT, WHO, CHECK = range(3)

_MINE = re.compile(r"my appointments", re.IGNORECASE)
_WHO = re.compile(r"\s*(\d{1,11})\s*,\s*(\d{1,2})/(\d{1,2})/(\d{4})\s*,\s*(\S.*)")


class _Booking:
    """The dialog."""

    def __init__(self, vendor: Vendor) -> None:
        self.vendor = vendor
        # What is to be said to whom, once the update is durable.
        self.replies: dict[int, tuple[str, InlineKeyboardMarkup | None]] = {}

    def handler(self) -> ConversationHandler[Context]:
        words = filters.TEXT & ~filters.COMMAND
        return ConversationHandler(
            entry_points=[
                MessageHandler(filters.Regex(_MINE), self.mine),
                MessageHandler(words, self.times),
            ],
            states={
                SLOT: [CallbackQueryHandler(self.slot, pattern=r"^slot:")],
                WHO: [MessageHandler(words, self.who)],
                CHECK: [MessageHandler(words, self.check)],
            },
            fallbacks=[MessageHandler(filters.ALL, self.again)],
            name="booking",
            persistent=True,
        )

    async def times(self, update: Update, context: Context) -> int:
        data = self._data(context)
        words = update.effective_message.text if update.effective_message else ""
        morning = "morning" in (words or "").lower()
        day = datetime.fromtimestamp(DAY, ZONE).date() + timedelta(days=1)
        found = self.vendor.slots(day, PartOfDay.MORNING if morning else PartOfDay.ANY)
        times = list({slot.start: slot for slot in found}.values())[:5]
        data["offered"] = [_packed(slot) for slot in times]
        rows = [
            [InlineKeyboardButton(f"{slot.start:%H:%M}", callback_data=f"slot:{place}")]
            for place, slot in enumerate(times)
        ]
        return self._say(update, f"Free on {day:%A %d %B}:", SLOT, InlineKeyboardMarkup(rows))

    async def slot(self, update: Update, context: Context) -> int:
        data = self._data(context)
        assert update.callback_query is not None
        place = int(str(update.callback_query.data).removeprefix("slot:"))
        data["slot"] = data["offered"][place]
        return self._say(update, "Your patient number, date of birth and surname?", WHO)

    async def who(self, update: Update, context: Context) -> int:
        data = self._data(context)
        assert update.effective_message is not None
        said = _WHO.fullmatch(update.effective_message.text or "")
        if said is None:
            return self._say(update, "Please write, for example: 123456, 23/4/1980, Smith", WHO)
        patient = await self.vendor.patient(said[1])
        born = date(int(said[4]), int(said[3]), int(said[2]))
        if patient.born != born or patient.surname.casefold() != said[5].strip().casefold():
            return self._say(update, "I could not find you. Please check and try again.", WHO)
        data["patient"] = patient.id
        slot = _unpacked(data["slot"])
        return self._say(
            update,
            f"{CHECK_UP.name} with {slot.clinician_name}, {slot.start:%A %d %B, %H:%M}. Book it?",
            CHECK,
        )

    async def check(self, update: Update, context: Context) -> int:
        data = self._data(context)
        assert update.effective_message is not None
        if (update.effective_message.text or "").casefold() not in {"yes", "ok", "please"}:
            return self._say(update, "Nothing is booked.", ConversationHandler.END)
        slot = _unpacked(data["slot"])
        reference = await self.vendor.book(NewAppointment(slot, data["patient"]))
        data.setdefault("booked", []).append([reference, data["slot"]])
        del data["offered"], data["slot"]
        return self._say(update, f"Booked: {slot.start:%A %d %B, %H:%M}", ConversationHandler.END)

    async def mine(self, update: Update, context: Context) -> int:
        slots = [_unpacked(packed) for _, packed in self._data(context).get("booked", [])]
        lines = [f"{slot.start:%A %d %B, %H:%M} with {slot.clinician_name}" for slot in slots]
        return self._say(update, "\n".join(lines) or "There are none.", ConversationHandler.END)

    async def again(self, update: Update, _context: Context) -> None:
        self._say(update, "Sorry, I did not understand that.", ConversationHandler.END)

    @staticmethod
    def _data(context: Context) -> Data:
        assert context.user_data is not None
        return context.user_data

    def _say(
        self, update: Update, text: str, then: int, buttons: InlineKeyboardMarkup | None = None
    ) -> int:
        assert update.effective_user is not None
        self.replies[update.effective_user.id] = (text, buttons)
        return then


class Peer:
    """The library's application. Made by `opened`."""

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        booking: _Booking,
        persistence: Persistence,
    ) -> None:
        """Borrow the parts."""
        self._application = application
        self._booking = booking
        self._persistence = persistence

    @classmethod
    @asynccontextmanager
    async def opened(
        cls, connected: AbstractAsyncContextManager[Database], telegram: Telegram
    ) -> AsyncIterator[Self]:
        async with connected as database:
            booking = _Booking(Vendor())
            persistence = Persistence(database)
            bot = ExtBot("1:stand-in", request=telegram, get_updates_request=telegram)
            application = Application.builder().bot(bot).persistence(persistence).build()
            application.add_handler(booking.handler())
            async with application:
                yield cls(application, booking, persistence)

    async def hear(self, raw: bytes, user: int) -> tuple[float, int]:
        """Take an update in; when its state was durable, and how many replies were sent."""
        bot = self._application.bot
        update = Update.de_json(json.loads(raw), bot)
        await self._application.process_update(update)
        await self._application.update_persistence()
        await self._persistence.commit()
        durable = perf_counter()
        text, buttons = self._booking.replies.pop(user)
        await bot.send_message(user, text, reply_markup=buttons)
        return durable, 1

    async def settled(self) -> None:
        """Nothing goes on beside the turns."""

    async def booked(self) -> int:
        """How many appointments the vendor has."""
        return len(self._booking.vendor.booked)


def peer_in_a_thread(folder: Path, telegram: Telegram) -> AbstractAsyncContextManager[Peer]:
    """The peer through aiosqlite."""
    return Peer.opened(in_a_thread(folder / "peer.db"), telegram)


def peer_on_the_loop(folder: Path, telegram: Telegram) -> AbstractAsyncContextManager[Peer]:
    """The peer with SQLite on the event loop."""
    return Peer.opened(on_the_loop(folder / "peer.db"), telegram)


def _packed(slot: Slot) -> list[str]:
    return [slot.start.isoformat(), slot.clinician_id, slot.clinician_name, slot.token]


def _unpacked(packed: list[str]) -> Slot:
    start, clinician_id, clinician_name, token = packed
    return Slot(
        datetime.fromisoformat(start), 20, CHECK_UP.id, clinician_id, clinician_name, token=token
    )

"""Patients who want something, whatever happens to the server: what they wish, and how they react.

A patient reads what the bot has said last and does what a person would. They never give up, so that
a talk ends only when the bot has said how it ended.
"""

import asyncio
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sandbox.people import KNOWN
from sandbox.people import Patient as Person
from tests.faults.clock import SharedClock
from tests.faults.systems import AERONA, HOLDING, System
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.fake_chats import User

# Real seconds: without news for so long, time is let pass; for the longer, something is wrong.
_PATIENT, _STUCK = 0.4, 12.0
_STEP, _PASSES = 0.02, 5.0
_CALM = 0.1

# What was in doubt is settled by then, by the clinic's clock, or left to the desk.
_WAITS_TO_BE_TOLD = timedelta(minutes=20)

YES = "Yes, book it"
_OLD = "belongs to an earlier question"
CANCEL = "Yes, cancel it"
MOVE = "Yes, move it"
_TIME = re.compile(r"\b\d{1,2}:\d\d[ap]m$|midday$")


class Kind(StrEnum):
    """What sort of patient it is."""

    NEW = "new"  # a chat that is not known yet books once
    KNOWN = "known"  # the same person books again
    CANCELS = "cancels"  # books and cancels
    ASKS = "asks"  # asks whether it is booked, whenever something is said about it
    TWICE = "twice"  # taps twice on every yes
    MOVES = "moves"  # books and moves
    WHOLE = "whole"  # wants another time when asked, books that, moves it and cancels it


# What patients of each system may be; where nothing can be moved by chat nobody tries.
KINDS = {
    AERONA.name: (Kind.NEW, Kind.KNOWN, Kind.CANCELS, Kind.ASKS, Kind.TWICE),
    HOLDING.name: tuple(Kind),
}


# Who can book by chat there: whose phone is known, and who has not said no to it.
PEOPLE = {
    AERONA.name: KNOWN,
    HOLDING.name: tuple(one for one in KNOWN if one.mobile and one.surname != "Blake"),
}


class End(StrEnum):
    """How a wish ended, in the patient's understanding."""

    BOOKED = "booked"
    NOT_BOOKED = "not booked"
    CANCELLED = "cancelled"
    MOVED = "moved"
    SETTLED = "settled"
    UNSURE = "unsure"


class StuckError(Exception):
    """The patient waited for something that never came."""


@dataclass
class Patient:
    """One person with a phone. `tapped` is set when they first say yes to a booking."""

    user: User
    api: FakeBotApi
    clock: SharedClock
    kind: Kind
    person: Person
    wish: str
    tapped: asyncio.Event = field(default_factory=asyncio.Event)
    updates: list[int] = field(default_factory=list)
    ends: list[End] = field(default_factory=list)
    wishes: int = 0
    # Taps on a label that they had just tapped: one answer is enough for all of them.
    repeats: int = 0
    _tapped_last: str = ""
    _read: int = 0
    _again: Callable[[], None] | None = None
    _asked: bool = False
    _thought: bool = False
    _acted: bool = False

    @classmethod
    def drawn(
        cls, chance: random.Random, api: FakeBotApi, clock: SharedClock, system: System = AERONA
    ) -> "Patient":
        """Anybody."""
        kind, person = chance.choice(KINDS[system.name]), chance.choice(PEOPLE[system.name])
        day = chance.choice(("tomorrow", "on Wednesday", "on Thursday"))
        service = chance.choice(("check-up", "check-up", "filling"))
        wish = f"{service} {day} {chance.choice(('morning', 'afternoon'))}"
        return cls(api.user(person.forename), api, clock, kind, person, wish)

    async def talk(self) -> None:
        """Everything that this patient wants, until the bot has said how it ended."""
        await self._book(self.wish)
        if self.kind is Kind.KNOWN:
            await self._book("another check-up on Friday morning")
        if self.kind in (Kind.MOVES, Kind.WHOLE) and self.ends[-1] is End.BOOKED:
            await self._pursue("move my appointment to next Tuesday", self._moving)
        if self.kind is Kind.WHOLE and self.ends[-1] in (End.MOVED, End.SETTLED):
            await self._pursue("cancel my appointment", self._cancelling)
        if self.kind is Kind.CANCELS and self.ends[-1] is End.BOOKED:
            await self._pursue("cancel my appointment", self._cancelling)
        if self.kind is Kind.ASKS and self.ends[-1] is End.BOOKED:
            self._say("is it booked?")
            await self._news(None)

    async def _book(self, wish: str) -> None:
        self.wishes += 1
        await self._pursue(wish, self._booking)

    async def _pursue(self, wish: str, react: Callable[[str, list[str]], End | None]) -> None:
        self._do(lambda: self._say(wish))
        patience: datetime | None = None
        while True:
            if not await self._news(patience):
                self.ends.append(End.UNSURE)
                return
            if _OLD in self.user.sees[-1]:
                # Told that they were too quick, people wait until nothing more appears.
                await asyncio.sleep(_CALM)
            shown = [one for one in self.user.messages if one.by_bot]
            unread, self._read = shown[self._read :], len(shown)
            for message in reversed(unread):
                # What is newest and means something to the patient.
                end = react(message.text, message.buttons)
                if end is End.UNSURE:
                    patience = patience or self.clock() + _WAITS_TO_BE_TOLD
                    self._ask_once()
                    break
                if end is not None:
                    self.ends.append(end)
                    return
                if self._acted:
                    break

    def _booking(self, text: str, buttons: list[str]) -> End | None:
        self._acted = False
        # First: "not sure yet whether it is booked" is no answer.
        if "Do not book again" in text:
            return End.UNSURE
        if text.startswith("Booked:") or "it is booked" in text or "already has" in text:
            return End.BOOKED
        if "not booked" in text or "did not go through" in text:
            return End.NOT_BOOKED
        if YES in buttons and self.kind is Kind.WHOLE and not self._thought:
            self._thought = True
            self._do(lambda: self._say("on Friday afternoon please"))
        elif YES in buttons:
            self.tapped.set()
            self._tap(YES)
        elif proof := self._proof(text):
            self._do(lambda: self._say(proof))
        elif "Another day" in buttons or "Someone else" in buttons:
            self._tap(buttons[0])
        else:
            self._mend(text, buttons)
        return None

    def _proof(self, text: str) -> str | None:
        """Who they are, where that is asked for."""
        person = self.person
        proofs = {
            "mobile number or e-mail address": person.mobile or person.email,
            "patient number": str(person.id),
            "date of birth": f"{person.dob.day} {person.dob:%B %Y}",
            "surname": person.surname,
        }
        return next((proof for asked, proof in proofs.items() if asked in text), None)

    def _moving(self, text: str, buttons: list[str]) -> End | None:
        self._acted = False
        if text.startswith("Moved:") or "appointment is moved" in text:
            return End.MOVED
        if text.startswith("It has been checked"):
            return End.SETTLED
        if "not sure yet" in text or "still being checked" in text:
            return End.UNSURE
        times = [label for label in buttons if _TIME.search(label)]
        chosen = next((one for one in (MOVE, "Move it", *times) if one in buttons), None)
        if chosen:
            self._tap(chosen)
        elif "ring" in text and "Try again" not in buttons:
            return End.UNSURE
        else:
            self._mend(text, buttons)
        return None

    def _cancelling(self, text: str, buttons: list[str]) -> End | None:
        self._acted = False
        if text.startswith("Cancelled:"):
            return End.CANCELLED
        if text.startswith("It has been checked"):
            return End.SETTLED
        if "please ring" in text.casefold() and "Try again" not in buttons:
            return End.UNSURE
        if CANCEL in buttons:
            self._tap(CANCEL)
        elif "Cancel it" in buttons:
            self._tap("Cancel it")
        else:
            self._mend(text, buttons)
        return None

    def _mend(self, text: str, buttons: list[str]) -> None:
        if "Try again" in buttons:
            self._tap("Try again")
        elif text.startswith("Something went wrong") and self._again is not None:
            self._do(self._again)

    def _ask_once(self) -> None:
        if self.kind is Kind.ASKS and not self._asked:
            self._asked = True
            self._say("is it booked?")

    def _do(self, deed: Callable[[], None]) -> None:
        self._acted, self._again = True, deed
        deed()

    def _tap(self, label: str) -> None:
        times = 2 if self.kind is Kind.TWICE and label in {YES, CANCEL, MOVE} else 1
        self._do(lambda: self._press(label, times))

    def _press(self, label: str, times: int) -> None:
        for _ in range(times):
            try:
                update = self.user.press(label)
            except LookupError:
                # The question is over by now: what comes next says so.
                return
            self.updates.append(update["update_id"])
            self.repeats += label == self._tapped_last
            self._tapped_last = label

    def _say(self, text: str) -> None:
        self._tapped_last = ""
        self.updates.append(self.user.say(text)["update_id"])

    async def _news(self, patience: datetime | None) -> bool:
        """Whether the bot has said something more; time passes while nothing comes.

        Without patience it must come; else the patient waits until then.
        """
        loop = asyncio.get_running_loop()
        began = loop.time()
        while len(self.user.sees) <= self._read:
            waited = loop.time() - began
            if patience is not None and self.clock() > patience:
                return False
            if waited > _STUCK:
                last = self.user.sees[-1][:60] if self.user.sees else "nothing"
                raise StuckError(f"no answer; the last thing read: {last!r}")
            if waited > _PATIENT or patience is not None:
                self.clock.let_pass(_PASSES)
            try:
                await self.api.until(lambda: len(self.user.sees) > self._read, within=_STEP)
            except TimeoutError:
                continue
        return True

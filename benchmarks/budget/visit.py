"""One patient's talk: they read the question and do what somebody in their place would do.

Between two messages 5 to 60 seconds pass. Times are chosen by tapping, each of those shown as
likely as the others: what suits somebody is in their own calendar.
Who is told to wait waits some minutes and tries again, twice; then half of them leave a
message for the desk and the others go.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from benchmarks.budget.people import Goes, Person, wished_time
from benchmarks.budget.phones import Chat
from benchmarks.budget.questions import Asked, asked, button, times
from dialogs.session import Reply

_THINKS = (5, 60)
_WAITS = (60, 300)
_PATIENCE = 2
_MOST_MESSAGES = 40
# A message that was not answered by then is lost.
_ANSWERED_WITHIN = timedelta(minutes=20)


class Ended(Enum):
    """How a patient's talk ended."""

    BOOKED = "booked"
    LEFT = "left of their own accord"
    NOTHING_FREE = "found nothing free"
    GAVE_UP = "were told to wait too often"
    UNSURE = "were told that it is not sure"
    PUZZLED = "did not understand the question"
    UNANSWERED = "were not answered"


# Where those who do not book leave, and which answers end a talk.
_LEAVES_AT = {
    Goes.TO_THE_TIMES: Asked.TIMES,
    Goes.TO_THE_PROOF: Asked.NUMBER,
    Goes.TO_THE_CHECK: Asked.CHECK,
}
_ENDS = {
    Asked.PASSED_ON: Ended.GAVE_UP,
    Asked.NOTHING_FREE: Ended.NOTHING_FREE,
    Asked.UNSURE: Ended.UNSURE,
    Asked.STOPPED: Ended.PUZZLED,
    Asked.ELSE: Ended.PUZZLED,
}


@dataclass
class Story:
    """What happened to one patient; `booked` is what they were told, word for word.

    `views` counts how often they were shown free times, `proven` tells whether it was known who
    they are.
    """

    person: Person
    began: datetime
    ended: Ended | None = None
    at: datetime | None = None
    booked: str = ""
    views: int = 0
    proven: bool = False
    said_yes: int = 0
    taken: int = 0
    told_to_wait: int = 0
    last: str = ""


@dataclass
class Visit:
    """A patient in front of their phone. `clock` and `rest` are the virtual time's."""

    story: Story
    chat: Chat
    clock: Callable[[], datetime]
    rest: Callable[[float], Awaitable[None]]
    _mistypes: bool = False
    _asked_another: bool = False

    @property
    def person(self) -> Person:
        return self.story.person

    async def run(self) -> None:
        """Talk until it is booked, or this patient has had enough."""
        self._mistypes = self.person.mistypes
        await self.chat.say("/start" if self.person.taps else self.person.wish)
        for _ in range(_MOST_MESSAGES):
            reply = await self._answer()
            if reply is None:
                self._end(Ended.UNANSWERED)
            else:
                await self._act(asked(reply), reply)
            if self.story.ended is not None:
                return
        self._end(Ended.PUZZLED)

    async def _answer(self) -> Reply | None:
        """The last thing that was said, once it is there and was thought about."""
        sent = self.clock()
        while self.clock() - sent < _ANSWERED_WITHIN:
            await self.rest(self.person.chance.uniform(*_THINKS))
            if said := self.chat.read():
                self.story.last = said[-1].text
                return said[-1]
        return None

    async def _act(self, what: Asked, reply: Reply) -> None:
        """Do what the question asks for, or leave it there."""
        self.story.views += what is Asked.TIMES
        self.story.proven |= what is Asked.CHECK
        if what is Asked.BOOKED:
            self.story.booked = reply.text
            self._end(Ended.BOOKED)
        elif what in _ENDS:
            self._end(_ENDS[what])
        elif what is _LEAVES_AT.get(self.person.goes):
            self._end(Ended.LEFT)
        elif what is Asked.TIMES:
            await self._choose_a_time(reply)
        elif what is Asked.CHECK:
            self.story.said_yes += 1
            await self._press(reply, "Yes, book it")
        elif what is Asked.WAIT:
            await self._wait(reply)
        elif what in (Asked.MENU, Asked.SERVICE, Asked.WHEN):
            await self._say_what_and_when(what, reply)
        else:
            await self._say_who(what, reply)

    async def _say_what_and_when(self, what: Asked, reply: Reply) -> None:
        if what is Asked.MENU:
            await self._press(reply, "Book an appointment")
        elif what is Asked.SERVICE:
            await self._press(reply, self.person.service)
        elif self.person.taps and not self._asked_another:
            await self._press(reply, self.person.chance.choice(("Morning", "Afternoon", "Soonest")))
        else:
            await self.chat.say(wished_time(self.person.chance, self.clock().date()))

    async def _choose_a_time(self, reply: Reply) -> None:
        if "just been taken" in reply.text or "too late now" in reply.text:
            self.story.taken += 1
        offered, chance = times(reply), self.person.chance
        wish = chance.random()
        if not self._asked_another and (wish < 0.1 or not offered):
            self._asked_another = True
            await self._press(reply, "Another day")
        elif not self._asked_another and wish < 0.22:
            self._asked_another = True
            await self._press(reply, "More times")
        elif offered:
            await self.chat.press(chance.choice(offered))
        else:
            self._end(Ended.NOTHING_FREE)

    async def _say_who(self, what: Asked, reply: Reply) -> None:
        record = self.person.record
        match what:
            case Asked.NUMBER if not self._mistypes and self.person.chance.random() < 0.3:
                await self.chat.say(f"{record.id}, {record.dob:%d/%m/%Y}, {record.surname}")
            case Asked.NUMBER:
                await self.chat.say(str(record.id))
            case Asked.BORN:
                wrong = timedelta(days=1 if self._mistypes else 0)
                self._mistypes = False
                await self.chat.say(f"{record.dob + wrong:%d/%m/%Y}")
            case Asked.SURNAME:
                await self.chat.say(record.surname)
            case Asked.FAILED:
                await self._press(reply, "Try again")
            case Asked.NAME:
                await self.chat.say(f"{record.forename} {record.surname}")
            case _:
                await self.chat.say("07700 900123")

    async def _wait(self, reply: Reply) -> None:
        self.story.told_to_wait += 1
        if self.story.told_to_wait <= _PATIENCE:
            await self.rest(self.person.chance.uniform(*_WAITS))
            await self._press(reply, "Try again")
        elif self.person.chance.random() < 0.5:
            await self._press(reply, "Leave a message")
        else:
            self._end(Ended.GAVE_UP)

    async def _press(self, reply: Reply, label: str) -> None:
        choice = button(reply, label)
        if choice is None:
            self._end(Ended.PUZZLED)
        else:
            await self.chat.press(choice)

    def _end(self, how: Ended) -> None:
        self.story.ended = how
        self.story.at = self.clock()


async def prove(person: Person, chat: Chat, rest: Callable[[float], Awaitable[None]]) -> bool:
    """Prove in this chat who it is, and book nothing; whether that worked."""
    record = person.record
    await chat.say("a check-up as soon as possible")
    await rest(1)
    said = chat.read()
    offered = times(said[-1]) if said and asked(said[-1]) is Asked.TIMES else ()
    if not offered:
        return False
    await chat.press(offered[0])
    await rest(1)
    await chat.say(f"{record.id}, {record.dob:%d/%m/%Y}, {record.surname}")
    await rest(1)
    said = chat.read()
    proven = bool(said) and asked(said[-1]) is Asked.CHECK
    stop = button(said[-1], "Stop") if proven else None
    if stop is None:
        await chat.say("cancel")
    else:
        await chat.press(stop)
    await rest(1)
    chat.read()
    return proven

"""What becomes of one message.

The order in which it is looked at never changes:

1. words of an emergency, in every state
2. what cannot be used: a photo, an empty or endless text, a button of an older question
3. repairs: cancel, back, change something, repeat, help, a person, start again
4. a wish for something else than what is being talked about
5. the question that was asked
6. the other questions of the dialog: a correction, or something said early
7. nothing understood: say it again with an example; offer the choices; offer a person
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from dialogs import repairs, wording
from dialogs.phrases import says
from dialogs.repertoire import Repertoire
from dialogs.session import Heard, Reply, Session
from dialogs.table import OWNS_REPAIRS, OWNS_WISHES, Answer, Ask, AskBack, Dialog, Reading
from dialogs.talk import Told
from dialogs.understand.answers import read_position
from dialogs.understand.emergency import read_emergency
from dialogs.understand.repairs import Repair, read_repair
from dialogs.understand.said import hear
from dialogs.understand.when import read_when
from dialogs.understand.wish import Ponder
from dialogs.understand.wishes import read_wishes
from dialogs.walk import Live, Walk

# A wish to book, with "instead", is for another time of what is booked.
_YIELDS_TO_CORRECTION = frozenset({"book", "availability"})
# Longer texts are not answers; reading them would only find things that were not meant.
LONGEST_TEXT = 600
# Understanding looks at the beginning of a text only; emergency words are sought in all of it.
_NTH = re.compile(r"\d\s?(?:st|nd|rd|th)\b", re.IGNORECASE)
PIECE, STRIDE, LONGEST_SEARCHED = 280, 200, 8000


class Hearing:
    """One message on its way through the order above; `misses` counts what was not understood."""

    def __init__(self, repertoire: Repertoire, session: Session, heard: Heard, walk: Walk) -> None:
        """Take a message of a session; what it leads to is done on the walk."""
        self.repertoire = repertoire
        self.session = session
        self.heard = heard
        self.walk = walk
        self.said = hear(heard.text)
        self.misses = 0

    async def hear(self) -> None:
        """Do what the message asks for, and collect on the walk what is to be said."""
        walk = self.walk
        if self._alarm():
            await self._start(self.repertoire.dialogs[self.repertoire.emergency], {})
            return
        told = self._told()
        if not self.session.greeted:
            walk.say(self.repertoire.greeting(walk.talk))
        useless = self._useless(told)
        if useless is not None:
            await self._again(useless)
        elif told.pick is not None and told.pick.startswith("!"):
            await self._command(told.pick[1:])
        elif told.pick is not None or told.contact is not None:
            await self._answer(told)
        else:
            await self._words(told)

    def _alarm(self) -> bool:
        """Whether there are words of an emergency anywhere in the text."""
        text = self.heard.text[:LONGEST_SEARCHED]
        if len(text) <= PIECE:
            return read_emergency(self.said) is not None
        starts = range(0, len(text) - (PIECE - STRIDE), STRIDE)
        return any(read_emergency(hear(text[at : at + PIECE])) for at in starts)

    def _told(self) -> Told:
        """What was said, with the choice that was taken by pressing, by its label or its number."""
        said = self.said
        pick = None
        for shown in self.session.shown:
            by_label = self.heard.choice is None and _words_of(shown.label) == said.words != ()
            if shown.id == self.heard.choice or by_label:
                pick = shown.means
        if pick is None and self.heard.choice is None:
            position = read_position(said, len(self.session.shown))
            # "The last one" is the last answer, which is not always the last button; and "the
            # 4th" is as likely a day, which must not be guessed.
            plain = said.language.talk.last.isdisjoint(said.words)
            if position is not None and plain and not _NTH.search(said.original):
                pick = self.session.shown[position - 1].means
        return Told(said, pick, self.heard.contact)

    def _useless(self, told: Told) -> str | None:
        """Why this cannot be used, if it cannot."""
        heard, talk = self.heard, self.walk.talk
        if heard.choice is not None:
            return wording.old_button(talk) if told.pick is None else None
        if heard.contact is not None:
            return None
        if heard.other is not None and (heard.other == "edited" or not heard.text):
            return wording.odd(talk, heard.other)
        if not heard.text.strip():
            return wording.odd(talk, "empty")
        return wording.odd(talk, "long") if len(heard.text) > LONGEST_TEXT else None

    async def _again(self, first: str) -> None:
        """Say something, and the current question again behind it."""
        said_before = len(self.walk.replies)
        await self.walk.again()
        replies = self.walk.replies
        if len(replies) > said_before:
            replies[said_before] = wording.joined(first, replies[said_before])
        else:
            self.walk.say(Reply(text=first))

    async def _command(self, command: str) -> None:
        """A choice that belongs to no question: !back, !change:slot, !start:booking, ..."""
        name, _, rest = command.partition(":")
        if name == "start":
            dialog, _, wish = rest.partition(":")
            if dialog in self.repertoire.dialogs:
                await self._start(self.repertoire.dialogs[dialog], {"wish": wish or None})
            else:
                await self._again(wording.old_button(self.walk.talk))
        elif name == "person":
            await self._start(self.repertoire.dialogs[self.repertoire.person], {"wish": "person"})
        elif name == "change" and rest:
            await repairs.ask_anew(self.walk, rest)
        else:
            await repairs.repair(self.walk, name, None, self._again)

    async def _words(self, told: Told) -> None:
        """Free text: repairs, wishes, the question, corrections; else a miss.

        A question that owns a repair reads it first; it is done where that gives nothing.
        """
        step = self.walk.top.question
        owns = step.owns if step is not None else frozenset[str]()
        repair = None if OWNS_REPAIRS in owns else read_repair(told.said)
        # "See a dentist" at the menu begins something; there is nothing yet to be changed.
        if repair is not None and repair.kind == "change" and len(self.walk.stack) == 1:
            repair = None
        if OWNS_WISHES not in owns and repair is None and await self._corrected():
            return
        if repair is not None and (repair.kind not in owns or not await self._reads(told)):
            await self._repair(repair)
            return
        wanted = None if OWNS_WISHES in owns else self.repertoire.wanted(told.said, self.walk.talk)
        if wanted is not None and wanted[1] not in owns:
            dialog, wish = wanted
            if not any(live.dialog is dialog for live in self.walk.stack):
                await self._start(dialog, {"wish": wish})
                return
            while self.walk.top.dialog is not dialog and not self.walk.top.dialog.waits:
                self.walk.stack.pop()
        await self._answer(told)

    async def _reads(self, told: Told) -> bool:
        """Whether the current question can make something of the words."""
        live = self.walk.top
        step = live.question
        return step is not None and await self._read(live, step, _asked(told)) is not None

    async def _corrected(self) -> bool:
        """Take "Wednesday instead" for a wish to move what is ahead, never for one more booking.

        It is said of an appointment where none of the open questions is about a time.
        """
        walk, serves = self.walk, self.repertoire.dialog_for
        about = len(walk.stack) == 1 or walk.top.dialog is serves("appointments")
        moves, wishes = serves("move"), read_wishes(self.said)
        if moves is None or not about or "instead" not in wishes:
            return False
        if not walk.memory.coming(walk.now):
            return False
        wanted = self.repertoire.wanted(self.said, self.walk.talk)
        if wanted is not None:
            # "See the hygienist instead" is a wish of its own, "book me on Wednesday instead" not.
            timed = read_when(self.said, walk.now, walk.talk.locale) is not None
            if not timed or wanted[1] not in _YIELDS_TO_CORRECTION:
                return False
        await self._start(moves, {"wish": "move"})
        return True

    async def _repair(self, repair: Repair) -> None:
        """Do it; a "cancel" with nothing to stop is about an appointment.

        A mere "cancel" is so only where one is ahead, "I need to cancel" wherever it is said.
        """
        cancels = self.repertoire.dialog_for("cancel")
        meant = "cancel" in read_wishes(self.said) or (
            self.walk.memory.coming(self.walk.now) and says(self.said, "cancel")
        )
        if repair.kind == "person":
            await self._command("person")
        elif repair.kind == "cancel" and len(self.walk.stack) == 1 and meant and cancels:
            await self._start(cancels, {"wish": "cancel"})
        else:
            await repairs.repair(self.walk, repair.kind, repair.what, self._again)

    async def _start(self, dialog: Dialog, facts: Mapping[str, object]) -> None:
        """Begin a dialog on top of what was talked about, hearing at once all that was said."""
        asides = (self.repertoire.emergency, self.repertoire.person)
        if dialog.id not in asides and not self.walk.top.dialog.waits:
            self.walk.stack.pop()
        live = self.walk.push(dialog, facts)
        if self.heard.choice is None:
            told = Told(self.said)
            for question in dialog.questions():
                if question.anywhere:
                    reading = await self._read(live, question, told)
                    if isinstance(reading, Answer):
                        self.walk.take(live, reading)
                    elif isinstance(reading, AskBack):
                        # What is no answer to this must not be passed over for "anybody".
                        live.step = question.id
                        self.walk.say_aside(reading.reply)
                        return
        self.walk.may_commit = True
        await self.walk.go()

    async def _read(self, live: Live, step: Ask, told: Told) -> Answer | AskBack | None:
        """Read with the question's reader; where it asks for the slower reading, with that."""
        reading: Reading = step.read(told, live.frame, self.walk.talk)
        ponder = self.walk.ports.ponder
        if isinstance(reading, Ponder) and ponder is not None:
            talk = self.walk.talk
            found = await ponder(reading.phrase, talk.now, talk.locale)
            self.walk.talk = replace(talk, pondered={**talk.pondered, reading.phrase: found})
            reading = step.read(told, live.frame, self.walk.talk)
        return None if isinstance(reading, Ponder) else reading

    async def _answer(self, told: Told) -> None:
        """Read the answer to the question; what else was said early is taken in with it."""
        live, walk = self.walk.top, self.walk
        step = live.question
        if step is None or (self.session.aside and not step.fills):
            # Something else was asked last, and a "yes" to that is no yes to this question.
            if not await self._elsewhere(told):
                await walk.again()
            return
        reading = await self._read(live, step, _asked(told))
        if isinstance(reading, AskBack):
            walk.say(reading.reply)
        elif reading is None:
            await self._not_read(step, told)
        else:
            walk.take(live, reading)
            unclear = await self._early(live, step, told) if told.pick is None else None
            live.trail = [*(past for past in live.trail if past != step.id), step.id]
            live.expire(walk.now)
            if unclear is not None:
                walk.say_aside(unclear.reply)
                return
            walk.may_commit = True
            # From the start: what was passed over, or has not kept, is found out on the way. A
            # step's first edge is its ordinary way on; any other one is a turning that was asked
            # for.
            known = bool(step.fills) and live.frame.knows(step.fills)
            ordinary = reading.outcome == next(iter(step.edges))
            await walk.go(None if known and ordinary else step.edges[reading.outcome])

    async def _not_read(self, step: Ask, told: Told) -> None:
        """What the question cannot use may belong elsewhere, be mere manners, or be a miss."""
        if not step.closed and (await self._elsewhere(told) or await self._meant(told)):
            return
        wanted = self.repertoire.wanted(told.said, self.walk.talk, manners=True)
        if wanted is not None:
            await self._start(wanted[0], {"wish": wanted[1]})
        elif "hello" in read_wishes(told.said):
            await self.walk.again()
        else:
            await self._miss(step)

    async def _early(self, live: Live, asked: Ask, told: Told) -> AskBack | None:
        """Learn what was said beside the answer; give back what has to be asked about that."""
        for question in live.dialog.questions():
            if question.anywhere and question is not asked and not live.frame.knows(question.fills):
                reading = await self._read(live, question, told)
                if isinstance(reading, Answer):
                    self.walk.take(live, reading)
                elif isinstance(reading, AskBack):
                    return reading
        return None

    async def _elsewhere(self, told: Told) -> bool:
        """Hear a correction, in this dialog or in those that wait for it; walk on from there."""
        for depth, live in reversed(list(enumerate(self.walk.stack))):
            if depth == 0:
                break
            heard = False
            for question in live.dialog.questions():
                if not question.anywhere or question is live.question:
                    continue
                reading = await self._read(live, question, told)
                if isinstance(reading, Answer):
                    self.walk.take(live, reading)
                    heard = True
                elif isinstance(reading, AskBack):
                    del self.walk.stack[depth + 1 :]
                    self.walk.say_aside(reading.reply)
                    return True
            if heard:
                del self.walk.stack[depth + 1 :]
                await self.walk.go()
                return True
        return False

    async def _meant(self, told: Told) -> bool:
        """Begin the dialog that can make something of words without a wish, where none is open."""
        if len(self.walk.stack) > 1:
            return False
        for dialog in self.repertoire.dialogs.values():
            if dialog.menu is None:
                continue
            live = Live(dialog, dialog.frame(), dialog.steps[0].id)
            for question in dialog.questions():
                if question.anywhere and await self._read(live, question, told) is not None:
                    await self._start(dialog, {})
                    return True
        return False

    async def _miss(self, step: Ask) -> None:
        """Nothing was understood: an example first, then the choices, then a person."""
        self.misses = self.session.misses + 1
        talk = self.walk.talk
        example = step.example(talk) if step.example else None
        before = len(self.walk.replies)
        if self.misses == 1:
            await self._again(wording.miss(talk, example))
        elif self.misses == 2:  # noqa: PLR2004 - the rungs of the ladder are counted
            has_choices = bool(self.session.shown)
            await self._again(wording.second_miss(talk, example, has_choices=has_choices))
        else:
            await self._again(wording.third_miss(talk))
            last = self.walk.replies[-1]
            person = wording.person_choice(talk)
            there = any(choice.label == person.label for choice in last.choices)
            # Whoever is leaving a message already would lose it by beginning another.
            leaving = any(one.dialog.id == self.repertoire.person for one in self.walk.stack)
            if len(self.walk.replies) > before and not leaving and not there:
                choices = (*last.choices, person)
                self.walk.replies[-1] = last.model_copy(update={"choices": choices})


def _asked(told: Told) -> Told:
    return replace(told, asked=True)


@lru_cache(maxsize=2048)
def _words_of(label: str) -> tuple[str, ...]:
    """A label as it would be heard; the same ones are shown again and again."""
    return hear(label).words

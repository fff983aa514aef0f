"""One turn of a conversation: from what a patient did to what is said, and to the new session.

The order in which a message is looked at never changes:

    1. words of an emergency, in every state
    2. what cannot be used: a photo, an empty or endless text, a button of an older question
    3. repairs: cancel, back, change something, repeat, help, a person, start again
    4. a wish for something else than what is being talked about
    5. the question that was asked
    6. the other questions of the dialog: a correction, or something said early
    7. nothing understood: say it again with an example; offer the choices; offer a person
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from gettext import NullTranslations

from dialogs import repairs, wording
from dialogs.clinic import Clinic
from dialogs.ports import Ports
from dialogs.session import Heard, Reply, Session
from dialogs.table import Answer, Ask, AskBack, Dialog, Reading
from dialogs.talk import Talk, Told
from dialogs.understand.answers import read_position
from dialogs.understand.emergency import read_emergency
from dialogs.understand.repairs import read_repair
from dialogs.understand.said import Said, hear
from dialogs.understand.wish import Ponder
from dialogs.understand.wishes import read_wishes
from dialogs.walk import Live, Walk

# Said beside almost anything ("no thanks"), so heard only where nothing else was understood.
MANNERS = frozenset({"hello", "thanks", "goodbye"})
# Longer texts are not answers; reading them would only find things that were not meant.
LONGEST_TEXT = 600
# Understanding looks at the beginning of a text only; emergency words are sought in all of it.
PIECE, STRIDE, LONGEST_SEARCHED = 280, 200, 8000


@dataclass(frozen=True)
class Engine:
    """The dialogs of one clinic. `bottom` is where every conversation starts and comes back to.

    `emergency` is the dialog that interrupts; `greeting` is said once, before all else.
    """

    clinic: Clinic
    dialogs: Mapping[str, Dialog]
    bottom: str
    emergency: str
    person: str
    greeting: Callable[[Talk], Reply]
    translations: NullTranslations

    async def turn(
        self, session: Session, heard: Heard, ports: Ports
    ) -> tuple[Session, list[Reply]]:
        """Hear one thing, and give the session as it is then with what to say.

        The session keeps its revision: saving it is what raises it. Errors of the clinic's systems
        become outcomes of the dialogs; what else is raised is a defect, and nothing has changed.
        """
        talk = self.talk(session, ports)
        if heard.other == "group":
            return session, [wording.group(talk)]
        if heard.choice is not None and heard.choice == session.pressed:
            return session, []
        walk = Walk(self.dialogs, session, talk, ports)
        if not walk.stack:
            walk.push(self.dialogs[self.bottom], {})
        turn = _Turn(self, session, heard, walk)
        await turn.hear()
        question = session.question + 1
        replies, shown = walk.shown(question)
        after = session.model_copy(
            update={
                "stack": walk.encoded(),
                "question": question,
                "shown": shown,
                "pressed": heard.choice,
                "misses": turn.misses,
                "greeted": True,
                "memory": walk.memory,
            }
        )
        return after, replies

    def talk(self, session: Session, ports: Ports) -> Talk:
        """The world of a turn of this session."""
        return Talk(
            now=ports.now,
            clinic=self.clinic,
            catalogue=ports.catalogue,
            memory=session.memory,
            locale=self.clinic.locale,
            translations=self.translations,
            can=ports.can,
            offers=tuple((d.id, d.menu) for d in self.dialogs.values() if d.menu is not None),
        )

    def wanted(self, said: Said, *, manners: bool = False) -> tuple[Dialog, str] | None:
        """The dialog that these words ask for, and by which wish; mere manners only if told to."""
        for wish in read_wishes(said):
            if (wish in MANNERS) != manners:
                continue
            for dialog in self.dialogs.values():
                if wish in dialog.wishes:
                    return dialog, wish
        return None


class _Turn:
    """One message on its way through the order above."""

    def __init__(self, engine: Engine, session: Session, heard: Heard, walk: Walk) -> None:
        self.engine = engine
        self.session = session
        self.heard = heard
        self.walk = walk
        self.misses = 0

    async def hear(self) -> None:
        heard, walk = self.heard, self.walk
        if _alarm(heard.text):
            await self._start(self.engine.dialogs[self.engine.emergency], {})
            return
        told = self._told()
        if not self.session.greeted:
            walk.say(self.engine.greeting(walk.talk))
        useless = self._useless(told)
        if useless is not None:
            await self._again(useless)
        elif told.pick is not None and told.pick.startswith("!"):
            await self._command(told.pick[1:])
        elif told.pick is not None or told.contact is not None:
            await self._answer(told)
        else:
            await self._words(told)

    def _told(self) -> Told:
        """What was said, with the choice that was taken by pressing, by its label or its number."""
        said = hear(self.heard.text)
        pick = None
        for shown in self.session.shown:
            by_label = self.heard.choice is None and hear(shown.label).words == said.words != ()
            if shown.id == self.heard.choice or by_label:
                pick = shown.means
        if pick is None and self.heard.choice is None:
            position = read_position(said, len(self.session.shown))
            # "The last one" is the last answer, which is not always the last button.
            if position is not None and said.language.talk.last.isdisjoint(said.words):
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
            await self._start(self.engine.dialogs[dialog], {"wish": wish or None})
        elif name == "person":
            await self._start(self.engine.dialogs[self.engine.person], {"wish": "person"})
        elif name == "change" and rest:
            await repairs.ask_anew(self.walk, rest)
        else:
            await repairs.repair(self.walk, name, None, self._again)

    async def _words(self, told: Told) -> None:
        """Free text: repairs, wishes, the question, corrections; else a miss."""
        step = self.walk.top.question
        owns = step.owns if step is not None else frozenset[str]()
        if "*" not in owns:
            repair = read_repair(told.said)
            # "See a dentist" at the menu begins something; there is nothing yet to be changed.
            idle = repair is not None and repair.kind == "change" and len(self.walk.stack) == 1
            if repair is not None and not idle and repair.kind not in owns:
                if repair.kind == "person":
                    await self._command("person")
                else:
                    await repairs.repair(self.walk, repair.kind, repair.what, self._again)
                return
            wanted = self.engine.wanted(told.said)
            if wanted is not None and wanted[1] not in owns:
                dialog, wish = wanted
                if not any(live.dialog is dialog for live in self.walk.stack):
                    await self._start(dialog, {"wish": wish})
                    return
        await self._answer(told)

    async def _start(self, dialog: Dialog, facts: Mapping[str, object]) -> None:
        """Begin a dialog on top of what was talked about, hearing at once all that was said."""
        live = self.walk.push(dialog, facts)
        if self.heard.choice is None:
            told = Told(hear(self.heard.text))
            for question in dialog.questions():
                if question.anywhere:
                    reading = await self._read(live, question, told)
                    if isinstance(reading, Answer):
                        self.walk.take(live, reading)
                    elif isinstance(reading, AskBack):
                        self.walk.say(reading.reply)
                        return
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
        if step is None:
            # It was asked back before the first question, so only what is heard anywhere counts.
            if not await self._elsewhere(told):
                await walk.again()
            return
        reading = await self._read(live, step, replace(told, asked=True))
        if isinstance(reading, AskBack):
            walk.say(reading.reply)
        elif reading is None:
            if not step.closed and (await self._elsewhere(told) or await self._meant(told)):
                return
            wanted = self.engine.wanted(told.said, manners=True)
            if wanted is not None:
                await self._start(wanted[0], {"wish": wanted[1]})
            elif "hello" in read_wishes(told.said):
                await walk.again()
            else:
                await self._miss(step)
        else:
            walk.take(live, reading)
            if told.pick is None:
                await self._early(live, step, told)
            live.trail = [*(past for past in live.trail if past != step.id), step.id]
            stale = live.expire(walk.now) and bool(step.fills) and live.frame.knows(step.fills)
            await walk.go(None if stale else step.edges[reading.outcome])

    async def _early(self, live: Live, asked: Ask, told: Told) -> None:
        """Learn what was said beside the answer, as far as it was not known yet."""
        for question in live.dialog.questions():
            if question.anywhere and question is not asked and not live.frame.knows(question.fills):
                reading = await self._read(live, question, told)
                if isinstance(reading, Answer):
                    self.walk.take(live, reading)

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
                    self.walk.say(reading.reply)
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
        for dialog in self.engine.dialogs.values():
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
            choices = (*last.choices, wording.person_choice(talk))
            if len(self.walk.replies) > before:
                self.walk.replies[-1] = last.model_copy(update={"choices": choices})


def _alarm(text: str) -> bool:
    """Whether there are words of an emergency anywhere in the text."""
    searched = text[:LONGEST_SEARCHED]
    starts = range(0, max(len(searched) - (PIECE - STRIDE), 1), STRIDE)
    return any(read_emergency(hear(searched[at : at + PIECE])) for at in starts)

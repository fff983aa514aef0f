"""Walking the table: from a step to the first question that is not answered.

A conversation is a stack of dialogs, the one being talked about on top. `Walk` holds that stack for
one turn, decoded; it follows the tables, runs the work, and collects what is to be said.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import ValidationError

from connectors.errors import (
    ConnectorError,
    NotFound,
    OutcomeUnknown,
    Refused,
    SlotTaken,
    StillInDoubt,
    TooBusy,
)
from dialogs.ports import Ports
from dialogs.session import Active, Choice, Memory, Reply, Session, Shown
from dialogs.table import (
    LACKING,
    Answer,
    Ask,
    Branch,
    Dialog,
    Do,
    End,
    Frame,
    Run,
    Step,
    answer,
)
from dialogs.talk import Talk

# A table has no loop without a question (dialogs.check sees to it), so no walk is longer.
LONGEST_WALK = 100

# The one place where what went wrong with a clinic's system becomes an outcome of a step. A step
# that does not name the outcome takes its "unavailable".
OUTCOMES: tuple[tuple[type[ConnectorError], str], ...] = (
    (SlotTaken, "taken"),
    (OutcomeUnknown, "unsure"),
    (StillInDoubt, "pending"),
    (Refused, "refused"),
    (NotFound, "missing"),
    (TooBusy, "busy"),
    (ConnectorError, "unavailable"),
)


@dataclass
class Live:
    """A dialog in progress, with its frame decoded."""

    dialog: Dialog
    frame: Frame
    step: str
    trail: list[str] = field(default_factory=list)
    learned: dict[str, datetime] = field(default_factory=dict)
    stored: tuple[Frame, str] | None = None

    @property
    def first(self) -> str:
        return self.dialog.steps[0].id

    @property
    def question(self) -> Ask | None:
        """The question that the patient is looking at."""
        step = self.dialog.by_id.get(self.step)
        return step if isinstance(step, Ask) else None

    @property
    def encoded(self) -> str:
        """The frame as it is stored; one that has not changed is not written anew."""
        if self.stored is not None and self.stored[0] is self.frame:
            return self.stored[1]
        return self.frame.model_dump_json(exclude_none=True)

    def learn(self, facts: Mapping[str, object], now: datetime) -> None:
        """Take facts in, and remember since when those are known that do not keep."""
        self.frame = self.frame.learn(facts)
        told = {fact: now for fact in self.frame.keeps if fact in facts}
        learned = self.learned | told
        self.learned = {f: at for f, at in learned.items() if self.frame.knows((f,))}

    def forget(self, facts: tuple[str, ...]) -> None:
        """Go back to not knowing these facts, nor what rests on them."""
        self.frame = self.frame.forget(facts)
        self.learned = {f: at for f, at in self.learned.items() if self.frame.knows((f,))}

    def expire(self, now: datetime) -> bool:
        """Forget the facts that were kept too long, and tell whether there were any.

        What rests on them is left for whoever finds them out again to judge.
        """
        keeps = self.frame.keeps
        stale = [fact for fact, at in self.learned.items() if now - at > keeps[fact]]
        if not stale:
            return False
        for fact in stale:
            del self.learned[fact]
        self.frame = self.frame.model_copy(update=dict.fromkeys(stale))
        return True


def _frame(model: type[Frame], stored: str) -> Frame:
    """A stored frame, without the facts that cannot be read any more."""
    try:
        return model.model_validate_json(stored)
    except ValidationError as error:
        unread = {str(detail["loc"][0]) for detail in error.errors() if detail["loc"]}
    facts = json.loads(stored) if unread else {}
    return model.model_validate({name: fact for name, fact in facts.items() if name not in unread})


class Walk:
    """The stack of one conversation during one turn."""

    def __init__(
        self, dialogs: Mapping[str, Dialog], session: Session, talk: Talk, ports: Ports
    ) -> None:
        """Decode the stack; a dialog that this clinic no longer has is let go."""
        self.dialogs = dialogs
        self.talk = talk
        self.ports = ports
        self.stack = [
            self._decoded(dialogs[active.dialog], active)
            for active in session.stack
            if active.dialog in dialogs
        ]
        self.replies: list[Reply] = []
        self._asking: str | None = None
        self.aside = False
        # Set by a patient's own answer or wish: what repeats a question must change nothing.
        self.may_commit = False

    @staticmethod
    def _decoded(dialog: Dialog, active: Active) -> Live:
        """A stored dialog; what means something else in this version of it is let go."""
        known = [id_ for id_ in active.trail if id_ in dialog.by_id]
        keeps = dialog.frame.keeps
        learned = {fact: at for fact, at in active.learned.items() if fact in keeps}
        frame = _frame(dialog.frame, active.frame)
        live = Live(dialog, frame, active.step, known, learned, (frame, active.frame))
        if active.version != dialog.version or active.step not in dialog.by_id:
            live.step = live.first
        return live

    def encoded(self) -> tuple[Active, ...]:
        """The stack as it is stored."""
        return tuple(
            Active(
                dialog=live.dialog.id,
                version=live.dialog.version,
                step=live.step,
                frame=live.encoded,
                trail=tuple(live.trail),
                learned=live.learned,
            )
            for live in self.stack
        )

    @property
    def top(self) -> Live:
        """The dialog being talked about."""
        return self.stack[-1]

    @property
    def memory(self) -> Memory:
        """What outlives the dialogs."""
        return self.talk.memory

    @property
    def holding(self) -> tuple[str, ...]:
        """The keys of the times that are kept for the patient."""
        return tuple(live.frame.holding for live in self.stack if live.frame.holding)

    def push(self, dialog: Dialog, facts: Mapping[str, object]) -> Live:
        """Put a dialog on top; the same one further down is replaced by it, see also takes_over.

        A frame with a fact `beneath` learns which service is talked about below it.
        """
        places = [i for i, live in enumerate(self.stack) if live.dialog is dialog]
        if places:
            del self.stack[places[0] :]
        if self.stack and self.top.dialog.id in dialog.takes_over:
            over = self.stack.pop()
            goes_on = dialog.takes_over[over.dialog.id]
            facts = {**{fact: getattr(over.frame, fact) for fact in goes_on}, **facts}
        told = (live.frame.service_id for live in reversed(self.stack))
        facts = {"beneath": next(filter(None, told), None), **facts}
        live = Live(dialog, dialog.frame(), dialog.steps[0].id)
        live.learn({k: v for k, v in facts.items() if k in dialog.frame.model_fields}, self.now)
        self.stack.append(live)
        return live

    @property
    def now(self) -> datetime:
        return self.talk.now

    def say(self, reply: Reply) -> None:
        """Add to what is said in this turn."""
        self.replies.append(reply)

    def say_aside(self, reply: Reply) -> None:
        """Ask something that is not the question of the dialog on top."""
        self.say(reply)
        self.aside = True

    def ask(self, live: Live, step: Ask) -> None:
        """Say the question of the dialog on top."""
        self.say(step.say(live.frame, self.talk))
        self.aside = False

    async def go(self, step_id: str | None = None, *, asking: str | None = None) -> None:
        """Walk the dialog on top from a step, or from its start; stop at the question `asking`.

        A fact that did not keep sends the walk back to the start, where it is found out again.
        """
        self._asking = asking
        following: str | None = step_id or self.top.first
        for _ in range(LONGEST_WALK):
            if following is None:
                return
            live = self.top
            live.step = following
            step = live.dialog.by_id[following]
            following = await self._next(live, step, asking=following == asking)
        raise RuntimeError(f"{self.top.dialog.id} walks in circles at {self.top.step}")

    async def _next(self, live: Live, step: Step, *, asking: bool) -> str | None:
        """Do one step, and give the next one of the dialog that is on top then, if any."""
        match step:
            case Ask():
                if asking or not self._passes(live, step):
                    self.ask(live, step)
                    return None
                return next(iter(step.edges.values()))
            case Do() if step.commits and not self.may_commit:
                self._ask_instead(live)
                return None
            case Do() | Run() if step.fills and live.frame.knows(step.fills):
                return next(iter(step.edges.values()))
            case Do():
                return step.edges[await self._work(live, step)]
            case Branch():
                return step.edges[step.choose(live.frame, self.talk)]
            case Run() if step.optional and step.dialog not in self.dialogs:
                return step.edges[LACKING]
            case Run():
                facts = step.give(live.frame, self.talk) if step.give else {}
                return self.push(self.dialogs[step.dialog], facts).first
            case End():
                return await self._end(live, step)

    def _ask_instead(self, live: Live) -> None:
        """Stop before a change that nobody has just asked for, at the question asked before it."""
        questions = [step for step in live.dialog.questions() if step.id == self._asking]
        for step in questions or live.dialog.questions()[:1]:
            live.step = step.id
            self.ask(live, step)

    def _passes(self, live: Live, step: Ask) -> bool:
        if not step.fills:
            return False
        if live.frame.knows(step.fills):
            return True
        facts = step.assume(live.frame, self.talk) if step.assume else None
        if facts is None:
            return False
        live.learn(facts, self.now)
        return True

    async def _work(self, live: Live, step: Do) -> str:
        ports = self.ports if step.commits else self.ports.reading()
        await self.ports.begin_work()
        until = None
        try:
            result = await step.work(live.frame, self.talk, ports)
        except ConnectorError as error:
            if isinstance(error, TooBusy):
                until = self.now + error.retry_after
            found = next(name for kind, name in OUTCOMES if isinstance(error, kind))
            result = answer(found if found in step.edges else "unavailable")
        self.take(live, result)
        if live.frame.until != until:
            live.learn({"until": until}, self.now)
        return result.outcome

    def take(self, live: Live, result: Answer) -> None:
        """Learn what a handler found out."""
        live.learn(result.facts, self.now)
        if result.memory is not None:
            self.talk = self.talk.remembering(result.memory)

    async def _end(self, live: Live, step: End) -> str | None:
        """Say the last word; go on in the dialog that ran this one, or with what waits beneath."""
        if step.say is not None:
            self.say(step.say(live.frame, self.talk))
        self.stack.pop()
        beneath = self.stack[-1] if self.stack else None
        caller = beneath.dialog.by_id.get(beneath.step) if beneath else None
        if beneath is None or not isinstance(caller, Run) or caller.dialog != live.dialog.id:
            await self.resume()
            return None
        beneath.learn({fact: getattr(live.frame, fact) for fact in step.gives}, self.now)
        return caller.edges[step.outcome]

    async def resume(self) -> None:
        """Go on with what was talked about before; a quiet dialog waits without a word."""
        if self.stack and not self.top.dialog.quiet:
            await self.again()

    async def again(self) -> None:
        """Ask the current question once more, afresh where its facts did not keep."""
        live = self.top
        stale = live.expire(self.now)
        await self.go(None if stale else live.step, asking=live.step)

    def _leads(self, choice: Choice) -> bool:
        """Whether a choice leads somewhere: not every clinic has every dialog."""
        command, _, rest = choice.id.partition(":")
        return command != "!start" or rest.partition(":")[0] in self.dialogs

    def leave_all(self) -> None:
        """Drop everything but the dialog at the bottom, at its start."""
        del self.stack[1:]
        bottom = self.top
        self.stack[0] = Live(bottom.dialog, bottom.dialog.frame(), bottom.first)

    def shown(self, question: int) -> tuple[list[Reply], tuple[Shown, ...]]:
        """The replies with opaque choices, and what each choice of the last one means."""
        replies = [reply.model_copy(update={"choices": ()}) for reply in self.replies]
        if not replies:
            return [], ()
        shown = tuple(
            Shown(id=f"{question}.{place}", label=choice.label, means=choice.id)
            for place, choice in enumerate(filter(self._leads, self.replies[-1].choices), 1)
        )
        opaque = tuple(Choice(id=choice.id, label=choice.label) for choice in shown)
        replies[-1] = replies[-1].model_copy(update={"choices": opaque})
        return replies, shown

"""The vocabulary in which a dialog is written: a table of steps beside a typed frame.

A dialog is a tuple of steps, in the order in which a patient meets them:

    ask     say a question, then read the answer
    do      call the clinic's systems
    branch  a pure choice by what is known
    run     have another dialog find something out, and go on with what it ended with
    end     say the last word

Every handler gives an *outcome*; only the table says where an outcome leads. The engine follows the
table, passes any step whose facts are known, and stops at the first question that is not answered.
A step that is passed is left by its first edge, so that one names the ordinary way on.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Self, TypeVar

from dialogs.ports import Ports
from dialogs.session import Memory, Reply, Value
from dialogs.talk import Talk, Told
from dialogs.understand.said import Said
from dialogs.understand.wish import Ponder


class Frame(Value):
    """The facts of one run of a dialog; None means: not known yet.

    `drops` says which facts rest on which: they are forgotten together. `keeps` says for how long a
    fact may be relied on. `wish` is what the patient asked for when the dialog began, `until` when
    the clinic's systems can be asked again, after they had to be spared.
    """

    drops: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    keeps: ClassVar[Mapping[str, timedelta]] = {}

    wish: str | None = None
    until: datetime | None = None

    @property
    def holding(self) -> str | None:
        """The key of the time that is kept for the patient while this frame is in use."""
        return None

    @property
    def service_id(self) -> str | None:
        """The service that is being talked about, which "it" may mean."""
        return None

    def knows(self, facts: tuple[str, ...]) -> bool:
        """Whether all these facts are known."""
        return all(getattr(self, fact) is not None for fact in facts)

    def learn(self, facts: Mapping[str, object]) -> Self:
        """Take facts in; what rested on a changed one is forgotten, unless it is told as well."""
        if not facts:
            return self
        changes: dict[str, object] = dict(facts)
        doubtful = [fact for fact, value in facts.items() if getattr(self, fact) != value]
        while doubtful:
            for fact in self.drops.get(doubtful.pop(), ()):
                if fact not in changes:
                    changes[fact] = type(self).model_fields[fact].get_default()
                    doubtful.append(fact)
        return self.model_copy(update=changes)

    def forget(self, facts: tuple[str, ...]) -> Self:
        """Go back to not knowing these facts, nor what rested on them."""
        return self.learn({fact: type(self).model_fields[fact].get_default() for fact in facts})


F = TypeVar("F", bound=Frame)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler came to: an outcome, facts for the frame, and what to remember for good."""

    outcome: str
    facts: Mapping[str, object]
    memory: Memory | None = None


@dataclass(frozen=True, slots=True)
class AskBack:
    """The words allow several readings, or none that is possible: ask this instead."""

    reply: Reply


Reading = Answer | AskBack | Ponder | None


def answer(outcome: str = "then", /, *, memory: Memory | None = None, **facts: object) -> Answer:
    """Give an outcome with the facts learnt on the way."""
    return Answer(outcome, facts, memory)


Edges = Mapping[str, str]

OWNS_WISHES = "*"
OWNS_REPAIRS = "!"
# The edge of a run that is taken at a clinic that does not have the dialog.
LACKING = "lacking"


@dataclass(frozen=True, slots=True)
class Ask:
    """A question. `called` is what patients call the answer when they want to change it.

    `anywhere`: its answer is also heard when it comes with another question. `owns` are repairs and
    wishes that this question reads for itself first (OWNS_WISHES, OWNS_REPAIRS: all of them, and
    they are not done even if it cannot read them). An answer to a `closed` question
    that cannot be read is never taken for the answer to another one: a mistyped date of birth is
    no new wish. `assume` gives facts with which the question need not be asked.
    """

    id: str
    say: Callable[..., Reply]
    read: Callable[..., Reading]
    edges: Edges
    fills: tuple[str, ...] = ()
    called: str | None = None
    anywhere: bool = False
    owns: frozenset[str] = frozenset()
    closed: bool = False
    assume: Callable[..., Mapping[str, object] | None] | None = None
    example: Callable[..., str] | None = None


@dataclass(frozen=True, slots=True)
class Do:
    """Work with the clinic's systems. Only one that `commits` may change anything there."""

    id: str
    work: Callable[..., Awaitable[Answer]]
    edges: Edges
    fills: tuple[str, ...] = ()
    commits: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """A choice by what is known."""

    id: str
    choose: Callable[..., str]
    edges: Edges


@dataclass(frozen=True, slots=True)
class Run:
    """Another dialog; its edges are the outcomes that it ends with.

    With an edge for LACKING the clinic need not have that dialog.
    """

    id: str
    dialog: str
    edges: Edges
    fills: tuple[str, ...] = ()
    give: Callable[..., Mapping[str, object]] | None = None

    @property
    def optional(self) -> bool:
        """Whether the table says where the talk goes without the other dialog."""
        return LACKING in self.edges


@dataclass(frozen=True, slots=True)
class End:
    """The last word. `outcome` and the facts in `gives` go to the dialog that ran this one."""

    id: str
    say: Callable[..., Reply] | None
    outcome: str = "done"
    gives: tuple[str, ...] = ()


Step = Ask | Do | Branch | Run | End


def ask(
    id_: str,
    *,
    say: Callable[[F, Talk], Reply],
    read: Callable[[Told, F, Talk], Reading],
    fills: tuple[str, ...] = (),
    called: str | None = None,
    anywhere: bool = False,
    owns: tuple[str, ...] = (),
    closed: bool = False,
    assume: Callable[[F, Talk], Mapping[str, object] | None] | None = None,
    example: Callable[[Talk], str] | None = None,
    **edges: str,
) -> Ask:
    """Say a question and read the answer; the further keywords are the outcomes' edges."""
    return Ask(
        id_,
        say,
        read,
        edges,
        fills,
        called,
        anywhere,
        frozenset(owns),
        closed,
        assume,
        example,
    )


def do(
    id_: str,
    work: Callable[[F, Talk, Ports], Awaitable[Answer]],
    *,
    fills: tuple[str, ...] = (),
    commits: bool = False,
    **edges: str,
) -> Do:
    """Call the clinic's systems; the further keywords are the outcomes' edges."""
    return Do(id_, work, edges, fills, commits)


def branch(id_: str, choose: Callable[[F, Talk], str], **edges: str) -> Branch:
    """Choose by what is known; the further keywords are the outcomes' edges."""
    return Branch(id_, choose, edges)


def run(
    id_: str,
    dialog: str,
    *,
    fills: tuple[str, ...] = (),
    give: Callable[[F, Talk], Mapping[str, object]] | None = None,
    **edges: str,
) -> Run:
    """Have another dialog find something out; the further keywords are its outcomes' edges."""
    return Run(id_, dialog, edges, fills, give)


def end(
    id_: str,
    say: Callable[[F, Talk], Reply] | None = None,
    *,
    outcome: str = "done",
    gives: tuple[str, ...] = (),
) -> End:
    """Say the last word and go back to where the patient came from."""
    return End(id_, say, outcome, gives)


@dataclass(frozen=True)
class Dialog:
    """A dialog: its steps, the frame of its facts, and what it is for.

    `needs` are the abilities without which a clinic does not get it, `wishes` what patients say who
    want it, `menu` its label in the menu. A `quiet` dialog is gone back to without a word; one that
    does not `wait` is dropped, with the question it asks, when the patient wants something else.
    `named` tells of words without such a wish whether they ask about something of this dialog by
    its name in the clinic's own lists.
    `takes_over` names dialogs that are over once this one begins on top of them, with the facts
    that it goes on from: what they have read would not be true any more when it ends.
    `version` rises when stored frames mean something else than before; the engine then walks the
    table anew with the facts that are still good.
    """

    id: str
    frame: type[Frame]
    steps: tuple[Step, ...]
    version: int = 1
    needs: tuple[type, ...] = ()
    wishes: tuple[str, ...] = ()
    menu: Callable[[Talk], str] | None = None
    quiet: bool = False
    waits: bool = True
    named: Callable[[Said, Talk], bool] | None = None
    takes_over: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_id: Mapping[str, Step] = field(init=False)

    def __post_init__(self) -> None:
        """Index the steps; the first one is where a walk begins."""
        object.__setattr__(self, "by_id", {step.id: step for step in self.steps})

    def questions(self) -> tuple[Ask, ...]:
        """All questions, in the order of the table."""
        return tuple(step for step in self.steps if isinstance(step, Ask))


def edges_of(step: Step) -> Edges:
    """Where the outcomes of a step lead; an end leads nowhere."""
    return {} if isinstance(step, End) else step.edges

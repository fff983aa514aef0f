"""One patient's chat with the engine over the clinic in memory; stored and read at every turn."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache

from connectors.errors import (
    Exists,
    NotFound,
    OutcomeUnknown,
    Refused,
    SlotTaken,
    StillInDoubt,
    Unavailable,
)
from connectors.model import NewAppointment
from dialogs.clinic import Catalogue, Clinic
from dialogs.engine import Engine
from dialogs.news import BookingSettled
from dialogs.ports import Ports
from dialogs.registry import engine_for
from dialogs.session import Choice, Heard, Reply, Session, SessionKey
from dialogs.understand.wish import When
from tests.dialogs.surgery import HARBOUR, Surgery, Trouble

KEY = SessionKey(clinic="harbour", channel="test", user="1001")
ODD = {"photo", "voice", "sticker", "location", "document", "video", "contact", "poll", "unknown"}


@cache
def engine(clinic: Clinic, can: frozenset[type]) -> Engine:
    return engine_for(clinic, can)


async def puzzled(_phrase: str, _now: datetime, _locale: str) -> When | None:
    """A slower reader that finds nothing either."""
    return None


@dataclass
class Chat:
    """`said` are the replies of the last turn, `asked` is what the patient read last of all.

    `story` is the talk so far, as a failing test prints it; `seen` are all buttons ever shown.
    """

    surgery: Surgery = field(default_factory=Surgery)
    lists: bool = False
    clinic: Clinic = HARBOUR
    catalogue: Catalogue | None = None
    stored: str = field(default_factory=lambda: Session(key=KEY).model_dump_json())
    said: list[Reply] = field(default_factory=list)
    asked: str = ""
    seen: list[Choice] = field(default_factory=list)
    story: list[str] = field(default_factory=list)

    def copy(self) -> "Chat":
        return replace(
            self,
            surgery=self.surgery.copy(),
            said=list(self.said),
            seen=list(self.seen),
            story=list(self.story),
        )

    @property
    def session(self) -> Session:
        return Session.model_validate_json(self.stored)

    @property
    def engine(self) -> Engine:
        return engine(self.clinic, frozenset(self.surgery.abilities(lists=self.lists)))

    @property
    def question(self) -> str:
        """The dialog and the step that the patient is looking at: "booking.slot"."""
        stack = self.session.stack
        return f"{stack[-1].dialog}.{stack[-1].step}" if stack else ""

    @property
    def text(self) -> str:
        """All that was said in the last turn."""
        return "\n".join(reply.text for reply in self.said)

    @property
    def buttons(self) -> tuple[Choice, ...]:
        """The live buttons, as the channel shows them."""
        return tuple(Choice(id=one.id, label=one.label) for one in self.session.shown)

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    def ports(self) -> Ports:
        return Ports(
            self.surgery.abilities(lists=self.lists),
            self.clinic.local(self.surgery.now),
            self.surgery.catalogue if self.catalogue is None else self.catalogue,
            puzzled,
        )

    async def hear(self, heard: Heard) -> list[Reply]:
        """Let the engine hear something, and keep the session as storage would."""
        before = self.session
        after, replies = await self.engine.turn(before, heard, self.ports())
        self._keep(before, after, replies)
        return replies

    def _keep(self, before: Session, after: Session, replies: list[Reply]) -> None:
        self.stored = after.model_copy(update={"revision": before.revision + 1}).model_dump_json()
        self.said = replies
        self.asked = replies[-1].text if replies else self.asked
        self.seen += [choice for reply in replies for choice in reply.choices]
        for reply in replies:
            labels = " ".join(f"[{choice.label}]" for choice in reply.choices)
            self.story.append(f"< {reply.text} {labels}".rstrip())

    async def write(self, text: str) -> list[Reply]:
        self.story.append(f"> {text}")
        return await self.hear(Heard(text=text, at=self.surgery.now))

    async def press(self, button: Choice) -> list[Reply]:
        self.story.append(f"> [{button.label}] {button.id}")
        return await self.hear(Heard(at=self.surgery.now, choice=button.id))

    async def send(self, other: str) -> list[Reply]:
        self.story.append(f"* sends a {other}")
        return await self.hear(Heard(at=self.surgery.now, other=other))

    async def share(self, contact: str = "+447700900101") -> list[Reply]:
        self.story.append("* shares a phone number")
        return await self.hear(Heard(at=self.surgery.now, contact=contact))

    def button(self, label: str) -> Choice:
        return next(button for button in self.buttons if button.label == label)

    async def play(self, *lines: str) -> "Chat":
        """Each line is written, pressed if it is "[a label]", or happens if it begins with "*".

        "*settled": it turns out that the booking in doubt was not made.
        """
        for line in lines:
            if line == "*settled":
                await self.settled(None)
            elif line.startswith("*"):
                self.happen(line.removeprefix("*"))
            elif line.startswith("["):
                await self.press(self.button(line.strip("[]")))
            elif line == "(share my phone number)":
                await self.share()
            else:
                await self.write(line)
        return self

    async def settled(self, reference: str | None) -> list[Reply]:
        """Tell what became of the booking in doubt to a patient who is still waiting for it."""
        before = self.session
        doubt = next(one for one in before.memory.appointments if one.reference is None)
        news = BookingSettled(NewAppointment(doubt.slot, doubt.patient.id), reference)
        after, replies = await self.engine.tell(before, news, self.ports())
        self._keep(before, after, replies)
        return replies

    def happen(self, event: str) -> None:
        """Let something happen at the clinic: see EVENTS; "wait 90" lets minutes pass."""
        self.story.append(f"* {event}")
        if event.startswith("wait "):
            self.surgery.now += timedelta(minutes=int(event.removeprefix("wait ")))
        elif event in ("full", "free"):
            self.surgery.full = event == "full"
        elif event == "up":
            self.surgery.troubles.clear()
        else:
            function, trouble = EVENTS[event]
            self.surgery.troubles[function] = trouble


EVENTS: dict[str, tuple[str, Trouble]] = {
    "search down": ("free_slots", Trouble(Unavailable("down"))),
    "records down": ("patient", Trouble(Unavailable("down"))),
    "search of patients down": ("search_patients", Trouble(Unavailable("down"))),
    "writing down down": ("create_patient", Trouble(Unavailable("down"))),
    "writing down too late": ("create_patient", Trouble(Exists("written down meanwhile"))),
    "writing down refused": ("create_patient", Trouble(Refused("no"))),
    "writing down lost": ("create_patient", Trouble(OutcomeUnknown("no answer"))),
    "writing down silent": ("create_patient", Trouble(OutcomeUnknown("no answer"), after=True)),
    "writing down pending": ("create_patient", Trouble(StillInDoubt("an earlier one"))),
    "list down": ("appointments", Trouble(Unavailable("down"))),
    "booking down": ("book", Trouble(Unavailable("down"))),
    "booking refused": ("book", Trouble(Refused("no"))),
    "slot taken": ("book", Trouble(SlotTaken("gone"))),
    "booking lost": ("book", Trouble(OutcomeUnknown("no answer"))),
    "booking pending": ("book", Trouble(StillInDoubt("an earlier one"))),
    "booking silent": ("book", Trouble(OutcomeUnknown("no answer"), after=True)),
    "move down": ("move", Trouble(Unavailable("down"))),
    "move refused": ("move", Trouble(Refused("no"))),
    "move taken": ("move", Trouble(SlotTaken("gone"))),
    "move missing": ("move", Trouble(NotFound("gone"))),
    "move lost": ("move", Trouble(OutcomeUnknown("no answer"))),
    "move silent": ("move", Trouble(OutcomeUnknown("no answer"), after=True)),
    "move pending": ("move", Trouble(StillInDoubt("an earlier one"))),
    "prices down": ("fees", Trouble(Unavailable("down"))),
    "services down": ("service", Trouble(Unavailable("down"))),
    "classes down": ("classes", Trouble(Unavailable("down"))),
    "joining down": ("join", Trouble(Unavailable("down"))),
    "joining full": ("join", Trouble(SlotTaken("full"))),
    "joining refused": ("join", Trouble(Refused("no"))),
    "joining lost": ("join", Trouble(OutcomeUnknown("no answer"))),
    "joining silent": ("join", Trouble(OutcomeUnknown("no answer"), after=True)),
    "joining pending": ("join", Trouble(StillInDoubt("an earlier one"))),
    "status down": ("change_status", Trouble(Unavailable("down"))),
    "status missing": ("change_status", Trouble(NotFound("not at that time any more"))),
    "status refused": ("change_status", Trouble(Refused("no"))),
    "status pending": ("change_status", Trouble(StillInDoubt("an earlier one"))),
    "status silent": ("change_status", Trouble(OutcomeUnknown("no answer"), after=True)),
}

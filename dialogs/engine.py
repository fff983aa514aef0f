"""One turn of a conversation: from what a patient did to what is said, and to the new session."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from dialogs import wording
from dialogs.appointments import settled as change
from dialogs.appointments import staff
from dialogs.booking import settled as booking
from dialogs.classes import settled as join
from dialogs.hearing import Hearing
from dialogs.moving import settled as move
from dialogs.news import (
    BookingSettled,
    ChangeSettled,
    JoinSettled,
    MoveSettled,
    News,
    StaffCancelled,
    StaffMoved,
)
from dialogs.ports import Ports
from dialogs.repertoire import Repertoire
from dialogs.session import Heard, Reply, Session
from dialogs.walk import Walk

# Who says what kind of news.
TELLERS: Mapping[type, Callable[..., Awaitable[None]]] = {
    BookingSettled: booking.tell,
    ChangeSettled: change.tell,
    MoveSettled: move.tell,
    JoinSettled: join.tell,
    StaffMoved: staff.tell,
    StaffCancelled: staff.tell,
}


@dataclass(frozen=True)
class Engine:
    """Turns a session and something heard into a session and something to say."""

    repertoire: Repertoire

    async def turn(
        self, session: Session, heard: Heard, ports: Ports
    ) -> tuple[Session, list[Reply]]:
        """Hear one thing, and give the session as it is then with what to say.

        The session keeps its revision: saving it is what raises it. Errors of the clinic's systems
        become outcomes of the dialogs; what else is raised is a defect, and nothing has changed.
        """
        repertoire = self.repertoire
        talk = repertoire.talk(session, ports)
        if heard.other == "group":
            return session, [wording.group(talk)]
        if heard.choice is not None and heard.choice == session.pressed:
            return session, []
        walk = self._walk(session, ports)
        hearing = Hearing(repertoire, session, heard, walk)
        await hearing.hear()
        if not walk.replies:
            await walk.again()
        heard_now = {"pressed": heard.choice, "misses": hearing.misses, "greeted": True}
        return _asked(session, walk, heard_now)

    async def tell(self, session: Session, news: News, ports: Ports) -> tuple[Session, list[Reply]]:
        """Tell a conversation something that nobody in it has asked for just now.

        What was being asked there stays asked, unless the news come with a question or choices.
        Nothing is said where the news are of somebody whom the conversation does not know.
        """
        walk = self._walk(session, ports)
        talked_of = walk.encoded()
        await TELLERS[type(news)](news, walk)
        if walk.aside or walk.encoded() != talked_of:
            return _asked(session, walk, {})
        return session.model_copy(update={"memory": walk.memory}), walk.replies

    def _walk(self, session: Session, ports: Ports) -> Walk:
        repertoire = self.repertoire
        walk = Walk(repertoire.dialogs, session, repertoire.talk(session, ports), ports)
        if not walk.stack:
            walk.push(repertoire.dialogs[repertoire.bottom], {})
        return walk


def _asked(
    session: Session, walk: Walk, heard_now: Mapping[str, object]
) -> tuple[Session, list[Reply]]:
    """The session with a new question in it, and what is said."""
    question = session.question + 1
    replies, shown = walk.shown(question)
    after = session.model_copy(
        update={
            "stack": walk.encoded(),
            "question": question,
            "shown": shown,
            "aside": walk.aside,
            "memory": walk.memory,
            "holding": walk.holding,
            **heard_now,
        }
    )
    return after, replies

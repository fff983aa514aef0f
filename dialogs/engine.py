"""One turn of a conversation: from what a patient did to what is said, and to the new session."""

from dataclasses import dataclass

from dialogs import wording
from dialogs.hearing import Hearing
from dialogs.ports import Ports
from dialogs.repertoire import Repertoire
from dialogs.session import Heard, Reply, Session
from dialogs.walk import Walk


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
        walk = Walk(repertoire.dialogs, session, talk, ports)
        if not walk.stack:
            walk.push(repertoire.dialogs[repertoire.bottom], {})
        hearing = Hearing(repertoire, session, heard, walk)
        await hearing.hear()
        if not walk.replies:
            await walk.again()
        question = session.question + 1
        replies, shown = walk.shown(question)
        after = session.model_copy(
            update={
                "stack": walk.encoded(),
                "question": question,
                "shown": shown,
                "pressed": heard.choice,
                "aside": walk.aside,
                "misses": hearing.misses,
                "greeted": True,
                "memory": walk.memory,
            }
        )
        return after, replies

"""What becomes of a change in doubt once it is known whether it was taken."""

from dialogs.appointments import wording
from dialogs.news import ChangeSettled
from dialogs.walk import Walk


async def tell(news: ChangeSettled, walk: Walk) -> None:
    """Say it, and remember the status that the appointment has now."""
    memory = walk.talk.memory
    for kept in memory.appointments:
        if news.happened and kept.reference == news.appointment_id:
            memory = memory.with_appointment(kept.model_copy(update={"status": news.status}))
    walk.talk = walk.talk.remembering(memory)
    walk.say(wording.settled(news.at, news.status, walk.talk, happened=news.happened))

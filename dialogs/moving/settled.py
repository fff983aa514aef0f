"""What becomes of a move in doubt once it is known whether it was made."""

from dialogs.moving import wording
from dialogs.news import MoveSettled
from dialogs.walk import Walk


async def tell(news: MoveSettled, walk: Walk) -> None:
    """Say which of the two times holds, and remember it."""
    memory = walk.talk.memory
    for kept in memory.appointments:
        if news.happened and kept.reference == news.appointment_id:
            memory = memory.with_appointment(kept.model_copy(update={"slot": news.slot}))
    walk.talk = walk.talk.remembering(memory)
    walk.say(wording.settled(news, walk.talk))

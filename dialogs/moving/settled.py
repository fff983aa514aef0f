"""What becomes of a move in doubt once it is known whether it was made."""

from dialogs.moving import wording
from dialogs.news import MoveSettled
from dialogs.walk import Walk


async def tell(news: MoveSettled, walk: Walk) -> None:
    """Say which of the two times holds, and remember it."""
    if news.happened:
        memory = walk.memory.moved(news.appointment_id, news.slot)
        walk.talk = walk.talk.remembering(memory)
    walk.say(wording.settled(news, walk.talk))

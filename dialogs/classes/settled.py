"""What becomes of a place in a class that was in doubt, once it is known whether it was given."""

from dialogs.classes import wording
from dialogs.news import JoinSettled
from dialogs.walk import Walk


async def tell(news: JoinSettled, walk: Walk) -> None:
    """Say it; the clinic's own list is what knows it from then on."""
    walk.say(wording.settled(news, walk.talk))

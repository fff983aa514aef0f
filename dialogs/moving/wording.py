"""Every sentence of moving an appointment."""

from dialogs import speech
from dialogs.news import MoveSettled
from dialogs.session import Reply
from dialogs.talk import Talk
from dialogs.wording import with_phone


def settled(news: MoveSettled, talk: Talk) -> Reply:
    """Said when a move in doubt has come to its end."""
    _ = talk.gettext
    if news.happened:
        text = _(
            "It has been checked: your appointment is moved to {new}. "
            "The old time, {old}, is given up."
        )
    else:
        text = _(
            "It has been checked: your appointment is not moved. It stands as it was: {old}. "
            "To move it, write “move my appointment”, or ring {phone}."
        )
    old, new = speech.moment(news.was, talk), speech.moment(news.slot.start, talk)
    return with_phone(text, talk, old=old, new=new)

"""From what people say about moving an appointment to facts."""

from dialogs.moving.choose import picked
from dialogs.moving.frame import Moving
from dialogs.moving.relative import is_relative, read_relative
from dialogs.moving.said import of_the_old, speaks_of_moving
from dialogs.phrases import says
from dialogs.table import Answer, AskBack, Reading, answer
from dialogs.talk import Talk, Told
from dialogs.times import hear as times
from dialogs.times import wording
from dialogs.understand.answers import read_yes_no
from dialogs.understand.wishes import read_wishes
from dialogs.visits.hear import meant


def which(told: Told, frame: Moving, talk: Talk) -> Reading:
    """The appointment; beside another question only what a wish to move one says of it."""
    listed = frame.listed or ()
    if told.pick is not None:
        if told.pick == "nothing":
            return answer("nothing")
        place = int(times.picked(told.pick, "visit") or len(listed))
        return Answer("then", picked(listed[place], frame, talk)) if place < len(listed) else None
    wishes = speaks_of_moving(told.said) or "move" in read_wishes(told.said)
    if not told.asked and not wishes:
        return None
    if frame.listed is None:
        return answer(words=told.said.original)
    those = meant(of_the_old(told.said), listed, talk)
    if len(those) == 1 and (told.asked or len(listed) > 1):
        return Answer("then", picked(those[0], frame, talk))
    return answer("nothing") if told.asked and says(told.said, "nothing") else None


def when(told: Told, frame: Moving, talk: Talk) -> Reading:
    """The new time, which may be said by the old one.

    A day beside another question is the new one where the sentence says so, or where a new one was
    said before: it may as well say which appointment is meant.
    """
    if told.pick is None:
        moves = speaks_of_moving(told.said) or "instead" in read_wishes(told.said)
        if not told.asked and frame.when is None and not moves:
            return None
        if is_relative(told.said):
            if frame.chosen is None:
                return None
            wish = read_relative(told.said, frame.chosen.start, talk)
            if wish is None or wish.first is None:
                return None
            if wish.first > talk.today + talk.clinic.policy.horizon:
                return AskBack(wording.too_far(talk))
            return answer(when=wish, gone=None)
    return times.when(told, frame, talk)


def nothing_free(told: Told, _frame: Moving, _talk: Talk) -> Reading:
    if told.pick == "message" or says(told.said, "message"):
        return answer("message")
    if told.pick == "another_day" or says(told.said, "another_day"):
        return answer("another_day", when=None, offered=None)
    return answer("keep") if _keeps(told) else None


def by_person(told: Told, _frame: Moving, _talk: Talk) -> Reading:
    agreed = told.pick is None and read_yes_no(told.said)
    if told.pick == "message" or says(told.said, "message") or agreed:
        return answer("message")
    return answer("keep") if _keeps(told) else None


def check(told: Told, _frame: Moving, _talk: Talk) -> Reading:
    if told.pick is not None:
        return answer("yes" if told.pick == "yes" else "keep")
    agreed = read_yes_no(told.said)
    if agreed is None and (says(told.said, "move_it") or says(told.said, "book_it")):
        agreed = True
    if agreed is None:
        return answer("keep") if says(told.said, "nothing") else None
    return answer("yes" if agreed else "no")


def otherwise(told: Told, _frame: Moving, _talk: Talk) -> Reading:
    if told.pick is None and read_yes_no(told.said):
        return answer("yes")
    if told.pick == "another_day" or says(told.said, "another_day"):
        return answer("another_day", when=None)
    return answer("keep") if _keeps(told) else None


def _keeps(told: Told) -> bool:
    """Whether the appointment is to stay as it is."""
    if told.pick is not None:
        return told.pick == "keep"
    return says(told.said, "nothing") or read_yes_no(told.said) is False

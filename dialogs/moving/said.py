"""What of "move my Tuesday appointment to Thursday" tells of the old time, and what of the new."""

from dialogs.understand.said import Said, hear

_TOWARDS = ("to", "until", "for")


def speaks_of_moving(said: Said) -> bool:
    """Whether it is said that something is to be moved, so that there is an old and a new time."""
    return not said.language.times.moves.isdisjoint(said.words)


def of_the_old(said: Said) -> Said:
    """What says which appointment is meant."""
    old, _ = _parted(said)
    # "Move it from Tuesday" is not about all days from then on.
    return hear(" ".join(word for word in old if word != "from"))


def of_the_new(said: Said) -> Said:
    """What says when it is to be instead."""
    _, new = _parted(said)
    return hear(" ".join(new)) if speaks_of_moving(said) else said


def _parted(said: Said) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words before the last "to" that follows the moving, and those after it."""
    words = said.words
    moves = [place for place, word in enumerate(words) if word in said.language.times.moves]
    if not moves:
        return words, ()
    before, after = words[: moves[0]], words[moves[0] + 1 :]
    ends = [place for place, word in enumerate(after) if word in _TOWARDS]
    if not ends:
        return (*before, *after), ()
    return (*before, *after[: ends[-1]]), after[ends[-1] + 1 :]

"""What all questions about the clinic have in common: long lists, cut honestly, and asking back.

Nothing is proven for these, since all of it is public, and none of it waits: whoever goes on with
something else is not asked again which of two places they meant.
"""

from collections.abc import Callable, Container, Mapping, Sequence

from connectors.model import Place
from dialogs import speech
from dialogs.session import Choice, Reply
from dialogs.table import Frame
from dialogs.talk import Talk, Told
from dialogs.understand.index import Names
from dialogs.understand.match import Close, Match, find_named
from dialogs.understand.patterns import Phrases
from dialogs.understand.said import Said, hear
from dialogs.understand.words import per_language
from dialogs.understand.words.table import Words
from dialogs.wording import person_choice, with_phone

# More would not be read on a phone; the rest is reached by writing a name.
MOST_LINES = 10
MOST_CHOICES = 6
LONGEST_LABEL = 60
LONGEST_TEXT = 400


class Lookup(Frame):
    """`one` is the id of what was meant; `words` are what was said where that fits several.

    `beneath` is the service of what is being talked about besides, as the one of a booking.
    """

    one: str | None = None
    words: str | None = None
    beneath: str | None = None


def named(
    told: Told,
    frame: Lookup,
    names: Names,
    among: Container[str] | None = None,
    *,
    everyday: bool = True,
) -> Mapping[str, object] | None:
    """Facts of the one that was named or pressed; several that are close are asked about.

    What is said to that question is read together with what was said before, if that narrows it.
    `everyday` is as in find_named: not for people, who may be called May.
    """
    if told.pick is not None:
        kind, _, id_ = told.pick.partition(":")
        return {"one": id_, "words": None} if kind == "one" and id_ in names.ids else None
    said, before = told.said, close(frame, names, among, everyday=everyday)
    found = ids(find_named(said, names, among=among, everyday=everyday))
    if before:
        both = hear(f"{said.original} {frame.words}")
        narrowed = ids(find_named(both, names, among=among, everyday=everyday))
        if 0 < len(narrowed) < len(before) and set(narrowed) < set(before):
            said, found = both, narrowed
    if not found or found == before:
        return None
    if len(found) == 1:
        return {"one": found[0], "words": None}
    return {"one": None, "words": said.original}


def asks(
    wish: str,
    names: Callable[[Talk], Names],
    among: Callable[[Talk], Container[str]] | None = None,
    *,
    everyday: bool = True,
) -> Callable[[Said, Talk], bool]:
    """Make what tells whether a text asks about one of these by its name."""

    def asked(said: Said, talk: Talk) -> bool:
        if wish not in {meaning for meaning, _, _ in _asking(said.language).found(said.words)}:
            return False
        those = among(talk) if among is not None else None
        return find_named(said, names(talk), among=those, everyday=everyday) is not None

    return asked


@per_language
def _asking(words: Words) -> Phrases:
    return Phrases(words.talk.asking, words.groups)


def says_it(told: Told) -> bool:
    """Whether what was talked about just now is meant: "how much is it"."""
    return not told.asked and not told.said.language.talk.it.isdisjoint(told.said.words)


def close(
    frame: Lookup, names: Names, among: Container[str] | None = None, *, everyday: bool = True
) -> tuple[str, ...]:
    """Those that it may have been."""
    if not frame.words:
        return ()
    return ids(find_named(hear(frame.words), names, among=among, everyday=everyday))


def ids(found: Match | Close | None) -> tuple[str, ...]:
    """Those that were found: none, one or several."""
    match found:
        case Match(id_):
            return (id_,)
        case Close(several):
            return several
    return ()


def which(several: Sequence[tuple[str, str]], talk: Talk) -> Reply:
    """Ask which of several, each an id and a label; of very many, some with short labels stand."""
    _ = talk.gettext
    shown = list(several)
    if len(several) <= MOST_CHOICES:
        text = _("Which of these do you mean?")
    else:
        shown = sorted(several, key=lambda one: len(one[1]))[:MOST_CHOICES]
        text = _(
            "{count} fit that. Which one do you mean? "
            "Please write more of its name, or choose one of these."
        ).format(count=f"{len(several):,}")
    choices = tuple(
        Choice(id=f"one:{id_}", label=cut(label, LONGEST_LABEL)) for id_, label in shown
    )
    return Reply(text=text, choices=choices)


def which_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("Please choose one, or write more of its name.")


def listed(heading: str, lines: Sequence[str], last: str, talk: Talk) -> str:
    """A heading, as many lines as are read, how many are left out, and a last sentence.

    One line too many is shown all the same, since saying so would take a line too.
    """
    shown = lines if len(lines) <= MOST_LINES + 1 else lines[:MOST_LINES]
    left = len(lines) - len(shown)
    if left:
        more = talk.ngettext("And {count} more.", "And {count} more.", left)
        last = f"{more.format(count=f'{left:,}')} {last}"
    return "\n".join([heading, *shown, last])


def place_line(place: Place) -> str:
    """A place with its address."""
    return f"{place.name}, {place.address}" if place.address else place.name


def cut(text: str, most: int = LONGEST_TEXT) -> str:
    """A text that somebody else wrote, on one line, and cut off after a word where it is long."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return f"{line[:most].rsplit(' ', 1)[0]}…"


def down(frame: Frame, talk: Talk) -> Reply:
    """Said where the clinic's system cannot be asked, or has not been read yet."""
    _ = talk.gettext
    if frame.until is None:
        when = _("Please ask again in a few minutes, or ring {clinic} on {phone}.")
        at = ""
    else:
        when = _("Please ask again at {until}, or ring {clinic} on {phone}.")
        at = speech.clock(frame.until, talk)
    text = _("I cannot look that up right now.")
    return with_phone(f"{text} {when}", talk, person_choice(talk), until=at)

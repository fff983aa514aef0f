"""Names and patient numbers, for when a question asks for them."""

import re

from dialogs.understand.said import Said
from dialogs.understand.words import per_language
from dialogs.understand.words.table import Words

_LONGEST_NUMBER = 11
_LONGEST_SURNAME = 60
_MOST_NAMES = 4
_NAME = re.compile(r"[^\W\d_]+(?:['’‘\-‐‑][^\W\d_]+)*['’]?\.?")
_GROUPED_DIGITS = re.compile(r"\d+(?:[ -]\d+)*")
_PHONE = re.compile(r"0\d{9,10}")


@per_language
def _patterns(words: Words) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    naming = words.naming

    def either(phrases: tuple[str, ...]) -> str:
        longest_first = sorted(phrases, key=len, reverse=True)
        return "|".join(re.escape(one).replace("'", "['’]") for one in longest_first)

    lead = re.compile(rf"(?:{either(naming.surname_leads)})(?!\w)[\s:,.-]*", re.IGNORECASE)
    tail = re.compile(rf"[\s,.!]+(?:{either(naming.surname_tails)})[\s.!]*$", re.IGNORECASE)
    number = re.compile(
        rf"(?<!\w)(?:{either(naming.number_leads)})\.?(?:\s(?:{either(naming.number_joins)}))*"
        r"[\s:.]*(\d+(?:[ -]\d+)*)(?![\d/.:-]*\d)",
        re.IGNORECASE,
    )
    return lead, tail, number


def read_patient_number(said: Said) -> str | None:
    """The patient number that was given: 1 to 11 digits, alone or after "my number is"."""
    digits = _digits(said)
    if digits is None or len(digits) > _LONGEST_NUMBER or _PHONE.fullmatch(digits):
        return None
    return digits


def _digits(said: Said) -> str | None:
    _, tail, number = _patterns(said.language)
    text = said.original
    alone = tail.sub("", text).strip(" .#!")
    if _GROUPED_DIGITS.fullmatch(alone):
        return re.sub(r"\D", "", alone)
    # A phone number is no patient's number, although it may be called one.
    if "+" in text:
        return None
    led = number.findall(text)
    if len(led) == 1:
        return re.sub(r"\D", "", led[0])
    long_runs = [token for token in said.tokens if token.isdigit() and len(token) >= 5]  # noqa: PLR2004
    return long_runs[0] if len(long_runs) == 1 and not led else None


def read_surname(said: Said) -> str | None:
    """The surname that was given, in the patient's own spelling, for when one was asked for.

    One to four words of letters, hyphens and apostrophes, "my surname is", "Ms" and the like taken
    off; None for anything that looks like a sentence.
    """
    return _name(said, said.original)


def read_forename(said: Said) -> str | None:
    """The first name that was given, as `read_surname` reads the other."""
    naming = said.language.naming
    named = _forename_lead(said.language).sub("", said.original)
    return _name(said, named, naming.forenames)


@per_language
def _forename_lead(words: Words) -> re.Pattern[str]:
    leads = "|".join(sorted(words.naming.forename_leads, key=len, reverse=True))
    return re.compile(rf"^(?:{leads})(?!\w)[\s:,.-]*", re.IGNORECASE)


def _name(said: Said, text: str, allowed: frozenset[str] = frozenset()) -> str | None:
    lead, tail, _ = _patterns(said.language)
    text = text.strip(" .,!?\"'")
    led = False
    # At most two: "hi, my surname is Okafor".
    for _ in range(2):
        if match := lead.match(text):
            text, led = text[match.end() :], True
    text = tail.sub("", text).strip(" .,!?\"'")
    names = _untitled(text.split(), said.language)
    if not 1 <= len(names) <= _MOST_NAMES or len(text) > _LONGEST_SURNAME:
        return None
    if not all(_NAME.fullmatch(name) for name in names):
        return None
    ordinary = any(name.casefold() in said.language.naming.no_surname - allowed for name in names)
    # After "my surname is" even "Will" is one, but "not important to you" is not.
    return None if ordinary and (not led or len(names) > 1) else " ".join(names)


def _untitled(names: list[str], words: Words) -> list[str]:
    """The names without a title before them; "Nurse" alone is a surname."""
    titles = words.naming.titles
    while len(names) > 1 and names[0].casefold().rstrip(".") in titles:
        names = names[1:]
    return names

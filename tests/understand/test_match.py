"""Clinicians and services found by what patients call them."""

import pytest

from dialogs.understand.index import Synonyms
from dialogs.understand.match import Close, Match, find_named
from dialogs.understand.said import hear

CLINICIANS = [
    ("ruiz", "Dr Ana Ruiz"),
    ("young", "Mr Tom Young"),
    ("patel", "Mrs Priya Patel"),
    ("lopez", "Dr Ana Lopez"),
    ("smith", "Dr Smith"),
    ("smyth", "Dr Smyth"),
    ("may", "Dr May"),
    ("oneill", "Dr Siân O'Neill"),
]
SERVICES = [
    ("checkup", "Check-up"),
    ("new", "New patient check-up"),
    ("hygiene", "Hygiene visit"),
    ("urgent", "Emergency appointment"),
    ("root", "Root canal treatment"),
    ("out", "Tooth extraction"),
    ("white", "Teeth whitening"),
    ("talk", "Consultation"),
]

WHO: dict[str, str | tuple[str, ...] | None] = {
    "Dr Ruiz": "ruiz",
    "with Dr. Ruiz please": "ruiz",
    "RUIZ": "ruiz",
    "ana ruiz": "ruiz",
    "Ruiz, Ana": "ruiz",
    "priya": "patel",
    "Mrs Patell": "patel",
    "Patle": "patel",
    "Patel's": "patel",
    "I was with Dr Lopez last time": "lopez",
    "o'neill": "oneill",
    "Dr O Neill": "oneill",
    "dr smith": "smith",
    "dr smyth": "smyth",
    "smythe": "smyth",
    "ana": ("ruiz", "lopez"),
    "lopez or ruiz": ("ruiz", "lopez"),
    "Ana Lopez or Ruiz": ("ruiz", "lopez"),
    "with Young": "young",
    "Mr Young": "young",
    "young please": "young",
    "Dr May": "may",
    "May": "may",
    # Everyday words that are names too
    "my young son": None,
    "may I come tomorrow": None,
    "in May": None,
    "anyone": None,
    "Ruizman": None,
    "smth": None,
    "a banana": None,
    "hello": None,
    "": None,
}
WHAT: dict[str, str | tuple[str, ...] | None] = {
    "check up": "checkup",
    "checkup": "checkup",
    "a check-up please": "checkup",
    "CHECK UP": "checkup",
    "new patient checkup": "new",
    "new patient check up": "new",
    "hygienist": "hygiene",
    "the hygeinist": "hygiene",
    "cleaning": "hygiene",
    "I need my teeth cleaned": "hygiene",
    "scale and polish": "hygiene",
    "hygiene": "hygiene",
    "emergency": "urgent",
    "I have toothache": "urgent",
    "root canal": "root",
    "I need a tooth out": "out",
    "extraction": "out",
    "whitening": "white",
    "whitning": "white",
    "consultation": "talk",
    "a check-up with the hygienist": ("checkup", "hygiene"),
    "extraction or root canal": ("root", "out"),
    # What tells no two services apart, or is about something else
    "can you check my appointment": None,
    "my tooth": None,
    "a new appointment": None,
    "treatment": None,
    "book me in": None,
    "I'd like to clean up": None,
    "white teeth": None,
}


def found(
    text: str, candidates: list[tuple[str, str]], synonyms: Synonyms | None = None
) -> str | tuple[str, ...] | None:
    match find_named(hear(text), candidates, synonyms):
        case Match(known):
            return known
        case Close(several):
            return several
    return None


@pytest.mark.parametrize(("text", "who"), WHO.items())
def test_clinicians(text: str, who: str | tuple[str, ...] | None) -> None:
    assert found(text, CLINICIANS) == who


@pytest.mark.parametrize(("text", "what"), WHAT.items())
def test_services(text: str, what: str | tuple[str, ...] | None) -> None:
    assert found(text, SERVICES) == what


def test_two_of_one_name_are_never_picked_between() -> None:
    twins = [("a", "Dr Jones"), ("b", "Mr Jones")]
    assert found("Jones", twins) == ("a", "b")
    assert found("Dr Jones", twins) == ("a", "b")


def test_a_wrong_letter_that_fits_two_names_is_asked_back() -> None:
    assert found("Dr Harrin", [("a", "Dr Harris"), ("b", "Dr Harrit")]) == ("a", "b")


def test_the_right_spelling_of_one_beats_a_wrong_one_of_another() -> None:
    """Else who is asked "Smith or Smyth?" could never answer in words."""
    assert found("Smith", CLINICIANS) == "smith"


def test_a_clinic_may_have_synonyms_of_its_own() -> None:
    own = {"hygiene": ("sparkle",)}
    assert found("a sparkle please", SERVICES, own) == "hygiene"
    assert found("cleaning", SERVICES, own) is None


def test_nobody_is_found_among_none() -> None:
    assert found("Dr Ruiz", []) is None

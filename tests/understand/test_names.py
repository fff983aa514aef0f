"""Surnames, patient numbers, and when two spellings are one name."""

import pytest

from connectors.names import same_name, same_surname, without_forename, without_surname
from dialogs.understand.names import read_forename, read_patient_number, read_surname
from dialogs.understand.said import hear

SURNAMES = {
    "Okafor": "Okafor",
    "okafor": "okafor",
    "my surname is O'Brien": "O'Brien",
    "it's van der Berg": "van der Berg",
    "García-López please": "García-López",
    "yes it's Müller": "Müller",
    "Hi, my last name is Nowak": "Nowak",
    "surname: Ng": "Ng",
    "McDonald thanks": "McDonald",
    "Day": "Day",
    "my surname is Will": "Will",
    "St. John": "St. John",
    "Smith.": "Smith",
    "O’Neill": "O'Neill",
    "de la Cruz": "de la Cruz",
    "Mrs. Okafor": "Okafor",
    "it's Ms Samira Taylor": "Samira Taylor",
    "Nurse": "Nurse",
}
NO_SURNAMES = """
I don't know
no
what do you mean
why do you need that
123
Smith, John
my name is not important to you
my surname is
it is
426909
tomorrow
12/05/1984
help
speak to someone
smith@example.org
one two three four five
""".strip().splitlines()

NUMBERS = {
    "426909": "426909",
    "my number is 426909": "426909",
    "Patient number: 426 909": "426909",
    "426-909": "426909",
    "it's number 77": "77",
    "#77": "77",
    "my no. is 55": "55",
    "2": "2",
    "number is 12345 please": "12345",
    "426909 thanks": "426909",
    "I'm Ann Okafor, 426909, born 1984-01-02": "426909",
    "426909, 12/05/1984, Okafor": "426909",
    "id 00042": "00042",
}
NO_NUMBERS = [
    "07700 900123",
    "my number is 07700 900123",
    "+44 7700 900123",
    "12/05/1984",
    "12.05.84",
    "my id is 12/05",
    "123456789012",
    "none",
    "tomorrow at 9",
    "tomorrow at 1430",
    "426909 or 426910",
    "",
]

SAME = [
    ("Müller", "Mueller"),
    ("Muller", "müller"),
    ("O'Brien", "obrien"),
    ("O’Brien", "O BRIEN"),
    ("Straße", "Strasse"),
    ("García-López", "garcia lopez"),
    ("Łuczak", "Luczak"),
    ("Núñez", "Nunez"),
    ("Åse", "Aase"),
    ("Sørensen", "Sorensen"),
    ("van der Berg", "Vanderberg"),
    ("Mu\u0308ller", "M\u00fcller"),
]
DIFFERENT = [("Smith", "Smyth"), ("", ""), ("-", "'"), ("Okafor", "Okafo"), ("Ng", "Nguyen")]


@pytest.mark.parametrize(("text", "surname"), SURNAMES.items())
def test_a_surname_keeps_its_own_spelling(text: str, surname: str) -> None:
    assert read_surname(hear(text)) == surname


@pytest.mark.parametrize("text", NO_SURNAMES)
def test_a_sentence_is_no_surname(text: str) -> None:
    assert read_surname(hear(text)) is None


FORENAMES = {
    "Sam": "Sam",
    "will": "will",
    "My first name is Will.": "Will",
    "her name is Mary Jane": "Mary Jane",
    "It's Zoë": "Zoë",
    "first name: Anne-Marie, please": "Anne-Marie",
    "I'm Jo": "Jo",
}


@pytest.mark.parametrize(("text", "forename"), FORENAMES.items())
def test_a_first_name(text: str, forename: str) -> None:
    assert read_forename(hear(text)) == forename


@pytest.mark.parametrize("text", ["", "no", "I do not want to say", "0770", "what for", "Tuesday"])
def test_a_sentence_is_no_first_name(text: str) -> None:
    assert read_forename(hear(text)) is None


@pytest.mark.parametrize(
    ("forename", "surname", "parted"),
    [
        ("Jo", "Bloggs", ("Jo", "Bloggs")),
        ("Jo Bloggs", "bloggs", ("Jo", "bloggs")),
        ("Mary Jane", "Mary Jane van der Berg", ("Mary Jane", "van der Berg")),
        ("Mary Jane", "Mary-Jane Berg", ("Mary Jane", "Berg")),
        ("Anne van der Berg", "van der Berg", ("Anne", "van der Berg")),
        ("Jo", "Jo", ("Jo", "Jo")),
        ("Taylor", "Taylor", ("Taylor", "Taylor")),
    ],
)
def test_a_whole_name_is_parted(forename: str, surname: str, parted: tuple[str, str]) -> None:
    assert (without_surname(forename, surname), without_forename(surname, forename)) == parted


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ("Mueller", True),
        ("Joerg Mueller", True),
        ("Jo Müller", True),
        ("Sam Müller", False),
        ("Jörg", False),
        ("Jörg Miller", False),
    ],
)
def test_a_surname_may_have_the_first_name_before_it(said: str, same: bool) -> None:  # noqa: FBT001
    assert same_surname(said, "Müller", ("Jörg", "Jo", None, "")) is same


@pytest.mark.parametrize(("text", "number"), NUMBERS.items())
def test_a_patient_number(text: str, number: str) -> None:
    assert read_patient_number(hear(text)) == number


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_a_date_a_phone_and_a_time_are_no_patient_number(text: str) -> None:
    assert read_patient_number(hear(text)) is None


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_names(one: str, other: str) -> None:
    assert not same_name(one, other)

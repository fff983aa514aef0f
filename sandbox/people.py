"""The patients of the pretend clinic, all of them invented."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

from sandbox.catalogue import PRACTICE_ID

_FIRST_REGULAR = 426920
_REGULARS = 40
_FIRST_NEW = 427001
NOT_BORN = date.min  # of whom PracSuite was not told a date of birth: Aerona always is
_FIRST_FILE = datetime(2024, 1, 15, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Patient:
    """A patient with the fields of Aerona's contract §4.6 and those that §8 adds.

    `further` is what only PracSuite's records have beside it, by the vendor's names.
    """

    id: int
    forename: str
    surname: str
    dob: date
    mobile: str = ""
    email: str = ""
    postcode: str = ""
    title_id: int = 1
    gender_id: int = 1
    practice_id: int = PRACTICE_ID
    patient_type_id: int = 1
    source_id: int = 1
    referrer_id: int = 0
    maiden_name: str = ""
    occupation: str = ""
    known_as: str = ""
    address1: str = ""
    address2: str = ""
    address3: str = ""
    created: datetime = _FIRST_FILE
    modified: datetime = _FIRST_FILE
    further: Mapping[str, object] = field(default_factory=dict, hash=False)


# Mobile numbers are of the range that Ofcom keeps for drama, 07700 900000 to 900999; no postcode
# begins with HB; example.com belongs to nobody.
KNOWN = (
    Patient(
        426909,
        "Samira",
        "Taylor",
        date(1984, 5, 12),
        "07700900101",
        "samira.taylor@example.com",
        "HB1 4QT",
        maiden_name="Haddad",
        occupation="Teacher",
        known_as="Sam",
        address1="12 Quay Lane",
        address2="Harbourside",
        further={"accepted_privacy_policy": True},
    ),
    # Samira's son: the same mobile and address.
    Patient(
        426910,
        "Leo",
        "Taylor",
        date(2015, 9, 3),
        "07700900101",
        "samira.taylor@example.com",
        "HB1 4QT",
        gender_id=2,
        address1="12 Quay Lane",
        address2="Harbourside",
    ),
    Patient(
        426911,
        "Patrick",
        "O'Brien",
        date(1951, 11, 30),
        "07700900102",
        "patrick.obrien@example.com",
        "HB2 7LN",
        gender_id=2,
        occupation="Retired",
        known_as="Paddy",
        address1="3 Chandler's Row",
    ),
    Patient(
        426912,
        "Zoë",
        "Müller-Hughes",
        date(1992, 2, 29),
        "07700900103",
        "zoe.mh@example.com",
        "HB3 1AA",
        occupation="Architect",
        address1="Flat 2",
        address2="40 Customs Street",
    ),
    # Twins: surname and date of birth do not tell them apart.
    Patient(
        426913,
        "Ava",
        "Walker",
        date(2001, 7, 19),
        "07700900104",
        "ava.walker@example.com",
        "HB1 9ZX",
    ),
    Patient(
        426914,
        "Ella",
        "Walker",
        date(2001, 7, 19),
        "07700900105",
        "ella.walker@example.com",
        "HB1 9ZX",
    ),
    # Neither a mobile nor an e-mail address.
    Patient(426915, "Edith", "Ng", date(1938, 1, 1), postcode="HB4 2RR", known_as="Edie"),
    # Has said no to the clinic's privacy policy, which only PracSuite tells.
    Patient(
        426916,
        "Rowan",
        "Blake",
        date(1979, 11, 30),
        "07700900106",
        "rowan.blake@example.com",
        "HB5 6TT",
        further={"accepted_privacy_policy": False},
    ),
)

_FORENAMES = (
    *("Aisha", "Ben", "Chloe", "Daniel", "Erin", "Farid", "Grace", "Harvey", "Isla", "Jakub"),
    *("Kirsty", "Liam", "Megan", "Niamh", "Omar", "Poppy", "Quentin", "Rosa", "Sean", "Tara"),
)
_SURNAMES = (
    *("Abbott", "Baker", "Campbell", "Davies", "Ellis", "Fraser", "Gallagher", "Hussain", "Ivanov"),
    *("Jones", "Kowalski", "Lewis", "Murphy", "Nolan", "Okafor", "Patel", "Quinn", "Roberts"),
    *("Smith", "Turner"),
)
_STREETS = ("Anchor Road", "Bell Street", "Castle Hill", "Dock Street", "Elm Close")


class People:
    """The patients: a few well-known ones, and the regulars with whom the diary is filled."""

    def __init__(self) -> None:
        self.regulars = tuple(_regulars())
        self._by_id = {patient.id: patient for patient in (*KNOWN, *self.regulars)}
        self._new_ids = count(_FIRST_NEW)

    def all(self) -> list[Patient]:
        return list(self._by_id.values())

    def get(self, patient_id: int) -> Patient | None:
        return self._by_id.get(patient_id)

    def search(self, surname: str, dob: date) -> list[Patient]:
        wanted = surname.strip().casefold()
        return [
            patient
            for patient in self._by_id.values()
            if patient.surname.casefold() == wanted and patient.dob == dob
        ]

    def next_id(self) -> int:
        return next(self._new_ids)

    def add(self, patient: Patient) -> None:
        self._by_id[patient.id] = patient


def _regulars() -> list[Patient]:
    chance = random.Random("regulars")  # noqa: S311 - the same people every time
    born_first = date(1935, 1, 1)
    regulars = []
    for number in range(_REGULARS):
        forename = chance.choice(_FORENAMES)
        surname = chance.choice(_SURNAMES)
        regulars.append(
            Patient(
                _FIRST_REGULAR + number,
                forename,
                surname,
                born_first + timedelta(days=chance.randrange(84 * 365)),
                f"07700900{200 + number}",
                f"{forename}.{surname}{number}@example.com".lower(),
                f"HB{chance.randint(1, 9)} {chance.randint(1, 9)}AB",
                gender_id=chance.randint(1, 2),
                address1=f"{chance.randint(1, 99)} {chance.choice(_STREETS)}",
            )
        )
    return regulars

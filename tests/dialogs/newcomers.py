"""The same clinic on a system that searches its patients and can write new ones down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from connectors.model import NewPatient, Patient, PatientSearch
from connectors.names import same_name, same_surname
from connectors.protocols import CreatesPatients, SearchesPatients
from tests.dialogs.surgery import PATIENTS, SAM, Surgery

MIA = Patient("426911", "Mia", "Taylor", date(2015, 9, 3))
KIM = Patient("426912", "Kim", "Okafor", date(1990, 1, 31), privacy=False)
ANN = Patient("426913", "Ann", "Reed", date(1970, 6, 1))
OTHER_ANN = Patient("426914", "Ann", "Reed", date(1970, 6, 1))
FAMILY = "07700900101"
CONTACTS = {
    **dict.fromkeys(("426909", "426910", "426911"), (FAMILY, "sam@example.com")),
    "426912": ("07700900102", "kim@example.com"),
    "426913": ("07700900103", ""),
    "426914": ("07700900103", ""),
}


@dataclass
class OpenSurgery(Surgery, SearchesPatients, CreatesPatients):
    """`created` are the new patients it was asked to write down, `searched` what it looked for."""

    people: list[Patient] = field(default_factory=lambda: [*PATIENTS, MIA, KIM, ANN, OTHER_ANN])
    contacts: dict[str, tuple[str, str]] = field(default_factory=lambda: dict(CONTACTS))
    created: list[NewPatient] = field(default_factory=list)
    searched: list[PatientSearch] = field(default_factory=list)

    def copy(self) -> "OpenSurgery":
        same = super().copy()
        assert isinstance(same, OpenSurgery)
        return replace(
            same,
            contacts=dict(self.contacts),
            created=list(self.created),
            searched=list(self.searched),
        )

    def abilities(self, *, lists: bool = False) -> Mapping[type, object]:
        able = super().abilities(lists=lists)
        return {**able, SearchesPatients: self, CreatesPatients: self}

    async def search_patients(
        self, search: PatientSearch, *, browser: str | None = None
    ) -> Sequence[Patient]:
        del browser  # nothing is paid for here
        self.searched.append(search)
        self._fail("search_patients", after=False)
        return [one for one in self.people if self._agrees(one, search)]

    def _agrees(self, one: Patient, search: PatientSearch) -> bool:
        mobile, email = self.contacts[one.id]
        return (
            one.born == search.born
            and same_surname(search.surname, one.surname, (one.forename, one.known_as))
            and (search.forename is None or _called(one, search.forename))
            and (search.mobile is None or _digits(search.mobile) == mobile)
            and (search.email is None or search.email.casefold() == email)
        )

    async def create_patient(self, new: NewPatient) -> Patient:
        self._fail("create_patient", after=False)
        self.created.append(new)
        made = Patient(
            str(int(SAM.id) + 90 + len(self.people)), new.forename, new.surname, new.born
        )
        self.people.append(made)
        self.contacts[made.id] = (_digits(new.mobile or ""), (new.email or "").casefold())
        self._fail("create_patient", after=True)
        return made


def _called(one: Patient, forename: str) -> bool:
    return any(same_name(name, forename) for name in (one.forename, one.known_as or ""))


def _digits(number: str) -> str:
    digits = "".join(filter(str.isdigit, number))
    return f"0{digits[2:]}" if digits.startswith("44") else digits

"""What PracSuite tells of the clinic beside its diary and its people (contract §5 and §7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sandbox.catalogue import (
    CLINICIAN_TYPES,
    PRACTICE_ID,
    PRACTICE_NAME,
    AppointmentType,
    Clinician,
)
from sandbox.classes import LEADER, MOST, PILATES, STUDIO_ID
from sandbox.clinic import Clinic
from sandbox.pracsuite_prices import ITEM_OF_TYPE, Prices

TENANT_ID = 4711
OPENED = datetime(2024, 1, 15, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Business:
    """A place where patients come to."""

    id: int
    name: str
    display_name: str
    address_1: str
    phone: str
    email: str
    opens: str | None = None
    closes: str | None = None
    suburb: str = "Harbourside"
    postcode: str = "HB1 1AA"
    archived: datetime | None = None


@dataclass(frozen=True)
class Practitioner:
    """Somebody with an appointment book of so many columns; the first profession is the usual."""

    id: int
    title: str
    first_name: str
    surname: str
    profession_ids: tuple[int, ...]
    business_ids: tuple[int, ...]
    columns: int = 1
    about: str = ""
    qualifications: str = ""
    archived: datetime | None = None

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.title, self.first_name, self.surname)))


@dataclass(frozen=True)
class Service:
    """An appointment type; `group_most` is the size of a class."""

    id: int
    description: str
    minutes: int
    profession_id: int
    group_most: int | None = None
    telehealth: bool = False
    resource_ids: tuple[int, ...] = ()
    archived: datetime | None = None

    @property
    def item_id(self) -> int | None:
        return ITEM_OF_TYPE.get(self.id)


@dataclass(frozen=True)
class Status:
    """The tenant's own word for a status of the clinic's diary."""

    id: int
    description: str
    diary_id: int | None
    archived: bool = False


@dataclass(frozen=True)
class Named:
    """A number, a text, and a rank among others like it."""

    id: int
    text: str
    rank: int = 0


@dataclass(frozen=True)
class Pronoun:
    """One set of pronouns."""

    id: int
    description: str
    words: tuple[str, str, str, str, str]


BUSINESSES = (
    Business(
        PRACTICE_ID,
        PRACTICE_NAME,
        PRACTICE_NAME,
        "1 Quay Street",
        "020 7946 0000",
        "hello@harbour.example.com",
        "08:30:00",
        "20:00:00",
    ),
    Business(
        STUDIO_ID,
        "Harbour Street Studio Pty",
        "Harbour Street Studio",
        "4 Mill Lane",
        "020 7946 0001",
        "studio@harbour.example.com",
    ),
)

STATUSES = (
    Status(501, "Booked", 10),
    Status(502, "Confirmed", 2),
    Status(503, "Requested", 8),
    Status(504, "Arrived", 3),
    Status(505, "In Progress", 6),
    Status(506, "Completed", 7),
    Status(507, "Did Not Attend", 4),
    Status(508, "Not Confirmed", 1),
    Status(509, "Reminder Sent", 9),
    Status(510, "Was Not Brought", 16),
    Status(511, "Phone Back", None, archived=True),
)
BOOKED = 501
CANCELLATION_REASONS = (
    Named(61, "Patient cancelled"),
    Named(62, "Patient unwell"),
    Named(63, "Late cancellation"),
    Named(64, "Cancelled by practice"),
)
RESCHEDULE_REASONS = (
    Named(71, "Patient request"),
    Named(72, "Practitioner unavailable"),
    Named(73, "Other"),
)
RESOURCES = (
    Named(41, "Surgery 1", 1),
    Named(42, "Surgery 2", 2),
    Named(43, "X-ray room", 3),
    Named(44, "Reformer", 4),
)
SEXES = (Named(1, "Female"), Named(2, "Male"), Named(3, "Another term"), Named(4, "Not stated"))
PRONOUNS = (
    Pronoun(1, "She/Her", ("she", "her", "hers", "her", "herself")),
    Pronoun(2, "He/Him", ("he", "him", "his", "his", "himself")),
    Pronoun(3, "They/Them", ("they", "them", "theirs", "their", "themself")),
)

_RESOURCES_OF = {1866: (41,), 1870: (41, 43), PILATES: (44,)}
_ABOUT = {
    34567: "Ana looks after families and nervous patients.",
    34573: "Jo leads our Pilates classes in the studio.",
}
_QUALIFICATIONS = {34567: "BDS", 34568: "BDS", 34569: "BDS", 34571: "DClinDent", 34572: "PhD"}
# Helen Marsh's book has a second column, which is the one that she sees patients in: whoever does
# not give a time back as it was offered asks for another one.
_COLUMNS = {34572: 2}


class Catalogue:
    """One clinic's reference data: that of its catalogue, and as much again as is wished."""

    def __init__(
        self,
        clinic: Clinic,
        *,
        practitioners: Iterable[Practitioner] = (),
        services: Iterable[Service] = (),
        prices: Prices | None = None,
    ) -> None:
        known = [_practitioner(one) for one in (*clinic.clinicians.values(), LEADER)]
        self.practitioners = {one.id: one for one in (*known, *practitioners)}
        ours = [_service(one) for one in clinic.types.values()]
        pilates = Service(
            PILATES, "Clinical Pilates class", 45, 8, MOST, resource_ids=_RESOURCES_OF[PILATES]
        )
        self.services = {one.id: one for one in (*ours, pilates, *services)}
        self.businesses = {one.id: one for one in BUSINESSES}
        used = {id_ for one in self.practitioners.values() for id_ in one.profession_ids}
        self.professions = {id_: CLINICIAN_TYPES[id_] for id_ in sorted(used)}
        self.statuses = {one.id: one for one in STATUSES}
        self.resources = {one.id: one for one in RESOURCES}
        self.prices = prices or Prices()
        self._status_of = {one.diary_id: one.id for one in STATUSES}
        pairs = [(one.id, id_) for one in self.practitioners.values() for id_ in one.business_ids]
        self._pairs = dict(enumerate(pairs, start=900_001))
        self._pair_ids = {pair: id_ for id_, pair in self._pairs.items()}

    def status_id(self, diary_id: int) -> int | None:
        """The tenant's number for a status of the diary; None for what is not in the book."""
        return self._status_of.get(diary_id)

    def pair_id(self, practitioner_id: int, business_id: int) -> int | None:
        """Early revisions' practitioner_business_id."""
        return self._pair_ids.get((practitioner_id, business_id))

    def pair(self, id_: int) -> tuple[int, int] | None:
        return self._pairs.get(id_)


def _practitioner(clinician: Clinician) -> Practitioner:
    title = "Dr" if clinician.name.startswith("Dr ") else ""
    first_name, _, surname = clinician.name.removeprefix("Dr ").partition(" ")
    return Practitioner(
        clinician.id,
        title,
        first_name,
        surname,
        (clinician.type_id,),
        (STUDIO_ID,) if clinician.id == LEADER.id else (PRACTICE_ID,),
        columns=_COLUMNS.get(clinician.id, 1),
        about=_ABOUT.get(clinician.id, ""),
        qualifications=_QUALIFICATIONS.get(clinician.id, ""),
    )


def _service(type_: AppointmentType) -> Service:
    return Service(
        type_.id,
        type_.name,
        type_.minutes,
        type_.clinician_type_id,
        telehealth=type_.remote,
        resource_ids=_RESOURCES_OF.get(type_.id, ()),
        archived=OPENED if type_.disabled else None,
    )

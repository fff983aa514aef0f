"""A practice as large as is wished, with names that could be some: for benchmarks of lookups."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice, product

from sandbox.catalogue import CLINICIAN_TYPES, PRACTICE_ID
from sandbox.classes import STUDIO_ID
from sandbox.clinic import Clinic
from sandbox.pracsuite_catalogue import Catalogue, Practitioner, Service
from sandbox.pracsuite_prices import Item, Prices

_FIRST_PRACTITIONER = 1_000_001
_FIRST_SERVICE = 2_000_001
_FIRST_ITEM = 3_000_001


def _listed(text: str, between: str | None = None) -> list[str]:
    return [part for line in text.splitlines() for part in line.split(between) if part]


_FORENAMES = _listed("""
Aaron Abigail Adele Ahmed Alice Amara Andrew Anika Anthony Beatrice Bilal Bridget Callum Carmen
Caroline Charlotte Chidi Claire Dario David Deborah Diana Dmitri Eileen Elena Emeka Emily Esther
Fatima Fiona Francis Gareth Gemma George Hannah Hassan Helena Hugo Imogen Ines Ivan Jasmine Joanna
Joseph Karen Kenji Laura Leila Lucas Mairead Marcus Marta Mei Mohammed Nadia Nathan Nina Olivia
Pavel Peter Rachel Rajesh Rebecca Samuel Sofia Stephen Tamara Thomas Uma Victor Wei Yasmin Zainab
""")
_SURNAMES = _listed("""
Achebe Adams Ahmed Allen Andersson Bailey Banerjee Barker Bennett Bianchi Brennan Brown Carter
Chandra Chen Clarke Collins Cooper Costa Dalton Dawson Delgado Doherty Dubois Edwards Evans Farrow
Ferreira Fletcher Foster Garcia Gibson Goldberg Graham Griffiths Gupta Hamilton Harris Hayes Hughes
Ibrahim Jansen Johnson Kaur Keane Khan Kim Larsen Lawson Lee MacDonald Malik Marino Mason McCarthy
Mitchell Moreau Morgan Nakamura Ncube Nguyen Novak Osei Owens Papadopoulos Parker Pereira Petrov
Phillips Price Rahman Reilly Robinson Rossi Russell Santos Sato Schmidt Shah Shaw Silva Singh
Stewart Sullivan Thompson Tran Vargas Walsh Watson Webb White Wilson Wood Wright Yilmaz Young Zhang
""")
_TREATMENTS = _listed(
    """
acupuncture;assessment;balance training;breathing therapy;check-up;cognitive therapy;consultation
counselling;dry needling;exercise session;hearing test;hydrotherapy;joint mobilisation
lymphatic drainage;massage;mindfulness session;nutrition advice;occupational therapy;physiotherapy
posture review;relaxation therapy;scan;sleep review;speech therapy;vaccination;vision test
""",
    ";",
)
_FOR_WHOM = _listed(
    """
Initial;Follow-up;Extended;Short;Paediatric;Adult;Senior;Sports;Antenatal;Postnatal;Workplace
Telephone;Home visit;After-hours;Couples;Family;Student;Veteran;Post-surgical;Chronic pain
""",
    ";",
)
_WORK = _listed(
    """
Filling;Inlay;Onlay;Crown;Veneer;Temporary crown;Bridge retainer;Root filling;Post and core
Extraction;Surgical extraction;Implant;Implant crown;X-ray;Sealant;Desensitising;Polishing
Recontouring;Splint;Repair;Recementing;Removal of old work;Pulp test;Gum treatment;Bone graft;Biopsy
""",
    ";",
)
_TEETH = [
    f"{jaw} {side} {tooth}"
    for jaw, side, tooth in product(
        ("upper", "lower"),
        ("left", "right"),
        (
            *("central incisor", "lateral incisor", "canine", "first premolar"),
            *("second premolar", "first molar", "second molar", "wisdom tooth"),
        ),
    )
]
_MATERIALS = _listed(
    "composite;porcelain;gold;zirconia;glass ionomer;ceramic;resin;titanium;acrylic;metal ceramic",
    ";",
)
_HOW = _listed(
    "one surface;two surfaces;three surfaces;four surfaces;all surfaces;sedation;second visit",
    ";",
)


@dataclass(frozen=True)
class Size:
    """How much there is in all, at least; the same seed always gives the same."""

    practitioners: int = 0
    services: int = 0
    items: int = 0
    seed: int = 1


def catalogue(clinic: Clinic, size: Size | None) -> Catalogue:
    """The clinic's own, filled up; those that are added have no hours in its roster."""
    ours = Catalogue(clinic)
    if size is None:
        return ours
    practitioners = islice(
        _practitioners(size), max(size.practitioners - len(ours.practitioners), 0)
    )
    services = islice(_services(size), max(size.services - len(ours.services), 0))
    items = islice(_items(size), max(size.items - len(ours.prices.items), 0))
    return Catalogue(clinic, practitioners=practitioners, services=services, prices=Prices(items))


def _practitioners(size: Size) -> Iterator[Practitioner]:
    chance = _chance(size, "practitioners")
    names = [*product(_FORENAMES, _SURNAMES)]
    chance.shuffle(names)
    ids = count(_FIRST_PRACTITIONER)
    for first_name, surname in names:
        title = chance.choice(("Dr", ""))
        yield Practitioner(
            next(ids),
            title,
            first_name,
            surname,
            (chance.choice([*CLINICIAN_TYPES]),),
            (chance.choice((PRACTICE_ID, STUDIO_ID)),),
        )


def _services(size: Size) -> Iterator[Service]:
    chance = _chance(size, "services")
    names = [f"{whom} {what}" for whom, what in product(_FOR_WHOM, _TREATMENTS)]
    chance.shuffle(names)
    ids = count(_FIRST_SERVICE)
    for name in names:
        minutes = chance.choice((15, 20, 30, 45, 60))
        yield Service(next(ids), name, minutes, chance.choice([*CLINICIAN_TYPES]))


def _items(size: Size) -> Iterator[Item]:
    chance = _chance(size, "items")
    parts = [*product(_WORK, _MATERIALS, _TEETH, _HOW)]
    chance.shuffle(parts)
    for number, (work, material, tooth, how) in enumerate(parts):
        description = f"{work}, {material}, {tooth}, {how}"
        pence = 100 * chance.randint(15, 2500)
        yield Item(_FIRST_ITEM + number, f"{10_000 + number}", description, pence)


def _chance(size: Size, what: str) -> random.Random:
    return random.Random(f"{size.seed}/{what}")  # noqa: S311 - repeatable

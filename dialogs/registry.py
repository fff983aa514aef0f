"""All dialogs that there are, and those that a clinic's systems can serve."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from gettext import NullTranslations

from dialogs.about import ABOUT
from dialogs.appointments import APPOINTMENTS
from dialogs.booking import BOOKING
from dialogs.check import check
from dialogs.classes import CLASSES
from dialogs.clinic import Clinic
from dialogs.desk import DESK
from dialogs.emergency import EMERGENCY
from dialogs.engine import Engine
from dialogs.identify import IDENTIFY
from dialogs.moving import MOVING
from dialogs.places import PLACES
from dialogs.prices import PRICES
from dialogs.register import REGISTER
from dialogs.repertoire import Repertoire
from dialogs.services import SERVICES
from dialogs.table import Dialog, Run
from dialogs.team import TEAM
from dialogs.welcome import WELCOME
from dialogs.welcome.wording import greeting

# In the order of the menu. Adding a dialog is its folder and its line here.
DIALOGS: tuple[Dialog, ...] = (
    WELCOME,
    BOOKING,
    APPOINTMENTS,
    MOVING,
    # Before the desk, which takes the wishes that nothing else serves.
    PRICES,
    TEAM,
    PLACES,
    SERVICES,
    CLASSES,
    DESK,
    IDENTIFY,
    REGISTER,
    ABOUT,
    EMERGENCY,
)


@dataclass(frozen=True, slots=True)
class Served:
    """Whether a clinic gets a dialog, and what its systems would need for it."""

    dialog: str
    lacks: tuple[str, ...]


def served(can: frozenset[type]) -> tuple[Served, ...]:
    """What each dialog lacks at a clinic with these abilities; nothing: the clinic gets it."""
    return tuple(
        Served(dialog.id, tuple(need.__name__ for need in dialog.needs if need not in can))
        for dialog in DIALOGS
    )


def _usable(can: frozenset[type]) -> Iterable[Dialog]:
    usable = {one.dialog for one in served(can) if not one.lacks}
    for dialog in DIALOGS:
        runs = {one.dialog for one in dialog.steps if isinstance(one, Run) and not one.optional}
        if dialog.id in usable and runs <= usable:
            yield dialog


def engine_for(
    clinic: Clinic, can: frozenset[type], translations: NullTranslations | None = None
) -> Engine:
    """The engine of a clinic whose systems have these abilities; every table is checked first."""
    dialogs: Mapping[str, Dialog] = {dialog.id: dialog for dialog in _usable(can)}
    check(dialogs)
    repertoire = Repertoire(
        clinic=clinic,
        dialogs=dialogs,
        bottom=WELCOME.id,
        emergency=EMERGENCY.id,
        person=DESK.id,
        greeting=greeting,
        translations=translations or NullTranslations(),
    )
    return Engine(repertoire)

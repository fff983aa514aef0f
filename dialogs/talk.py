"""What every handler of a dialog is handed: the clinic, the moment, the memory, the words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from gettext import NullTranslations

from connectors.model import Clinician, Service
from dialogs.clinic import Catalogue, Clinic
from dialogs.session import Memory
from dialogs.understand.match import find_named
from dialogs.understand.said import Said
from dialogs.understand.wish import When


@dataclass(frozen=True, slots=True)
class Talk:
    """The world of one turn, as far as dialogs may see it; nothing here does I/O.

    `now` is by the clinic's clock. `can` are the abilities of the clinic's systems. `pondered`
    holds what the slower reading of a phrase gave, for those that asked for it.
    """

    now: datetime
    clinic: Clinic
    catalogue: Catalogue
    memory: Memory
    locale: str
    translations: NullTranslations
    can: frozenset[type] = frozenset()
    pondered: Mapping[str, When | None] = field(default_factory=dict)
    offers: tuple[tuple[str, Callable[["Talk"], str]], ...] = ()

    @property
    def gettext(self) -> Callable[[str], str]:
        """Says a sentence in the patient's language; called `_` where sentences stand."""
        return self.translations.gettext

    @property
    def ngettext(self) -> Callable[[str, str, int], str]:
        """The same for a sentence that counts something."""
        return self.translations.ngettext

    @property
    def menu(self) -> tuple[tuple[str, str], ...]:
        """What this clinic's chat can do: dialogs with their labels, in the order to offer them."""
        return tuple((dialog, label(self)) for dialog, label in self.offers)

    @property
    def today(self) -> date:
        """The clinic's calendar day."""
        return self.now.date()

    @property
    def bookable(self) -> tuple[Service, ...]:
        """The services that patients may book here, in the order to offer them."""
        known = {service.id: service for service in self.catalogue.services if not service.group}
        wanted = self.clinic.policy.bookable
        return tuple(known[id_] for id_ in wanted if id_ in known) if wanted else (*known.values(),)

    @property
    def classes(self) -> tuple[Service, ...]:
        """The classes that patients may join here; where none of them is listed, all."""
        groups = tuple(service for service in self.catalogue.services if service.group)
        listed = set(self.clinic.policy.bookable)
        return tuple(service for service in groups if service.id in listed) or groups

    def names_class(self, said: Said) -> bool:
        """Whether a text names one of the classes."""
        ids = {service.id for service in self.classes}
        return bool(ids) and find_named(said, self.catalogue.service_names, among=ids) is not None

    def clinicians_for(self, service: Service) -> tuple[Clinician, ...]:
        """Those who do it."""
        return tuple(
            clinician
            for clinician in self.catalogue.clinicians
            if service.kind is None or clinician.kind in (None, service.kind)
        )

    def remembering(self, memory: Memory) -> "Talk":
        """The same talk after something was learnt for good."""
        return replace(self, memory=memory)


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader gets: the patient's words, and the meaning of a choice if they took one.

    `asked` says that the reader's own question was asked just now; else the words were meant for
    another one, and only what is plain may be read out of them.
    """

    said: Said
    pick: str | None = None
    contact: str | None = None
    asked: bool = False

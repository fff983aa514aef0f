"""What a dialog may know of the clinic that it speaks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from connectors.model import Clinician, Item, Place, Service
from dialogs.understand.index import Names, names_of


@dataclass(frozen=True, slots=True)
class Policy:
    """The clinic's rules for booking by chat.

    `bookable` lists ids of services in the order to offer them (empty: all), `usual` is the one
    that is meant when somebody just wants "an appointment"; `requested` means that the clinic
    agrees to each booking afterwards; `late_cancellation` is how long before an appointment a
    cancellation counts as late; `confirms_within` is how long the clinic may take to tell a
    patient what became of something that was in doubt.
    """

    bookable: tuple[str, ...] = ()
    usual: str | None = None
    requested: bool = False
    minimum_notice: timedelta = timedelta(hours=1)
    horizon: timedelta = timedelta(days=56)
    most_active_bookings: int = 3
    late_cancellation: timedelta = timedelta(hours=24)
    confirms_within: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Clinic:
    """The clinic, as patients know it; its zone is the only zone that people read.

    `privacy_url` is the page that says how it keeps patients' details; empty: it has none.
    """

    name: str
    zone: ZoneInfo
    phone: str
    locale: str = "en_GB"
    address: str = ""
    emergency_number: str = "999"
    emergency_text: str = ""
    privacy_url: str = ""
    policy: Policy = Policy()

    def local(self, moment: datetime) -> datetime:
        """The same moment by the clinic's clock."""
        return moment.astimezone(self.zone)


@dataclass(frozen=True)
class Catalogue:
    """What can be booked and with whom, as last read; empty while the vendor cannot be reached.

    The names of each list are prepared for reading sentences at their first use: for long lists
    `indexed` does that before, beside the event loop.
    """

    services: tuple[Service, ...] = ()
    clinicians: tuple[Clinician, ...] = ()
    places: tuple[Place, ...] = ()
    items: tuple[Item, ...] = ()

    @cached_property
    def service_names(self) -> Names:
        """What services may be called."""
        return names_of((one.id, one.name) for one in self.services)

    @cached_property
    def clinician_names(self) -> Names:
        """What clinicians may be called."""
        return names_of(((one.id, one.name) for one in self.clinicians), people=True)

    @cached_property
    def place_names(self) -> Names:
        """What places may be called: by their name, or by where they are."""
        named = [(one.id, one.name) for one in self.places]
        return names_of([*named, *((one.id, one.address) for one in self.places)])

    @cached_property
    def item_names(self) -> Names:
        """What may be asked the price of, by its name or its code."""
        return names_of(
            (one.id, name) for one in self.items for name in (one.name, one.code) if name
        )

    @cached_property
    def item_by_id(self) -> Mapping[str, Item]:
        """The items by their ids."""
        return {one.id: one for one in self.items}

    def indexed(self) -> "Catalogue":
        """The same with all names prepared; takes seconds for long lists."""
        _ = self.service_names, self.clinician_names, self.place_names, self.item_names
        _ = self.item_by_id
        return self

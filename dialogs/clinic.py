"""What a dialog may know of the clinic that it speaks for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.model import Clinician, Item, Place, Service


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


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What can be booked and with whom, as last read; empty while the vendor cannot be reached."""

    services: tuple[Service, ...] = ()
    clinicians: tuple[Clinician, ...] = ()
    places: tuple[Place, ...] = ()
    items: tuple[Item, ...] = ()

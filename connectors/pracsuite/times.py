"""The one place where PracSuite's local times become moments, and moments its local times.

docs/vendors/pracsuite.md, Times: an appointment's time is what the clinic's own clock shows,
without offset, and no answer tells the clinic's zone.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.clocks import moment


class Times:
    """Reads and writes by the clinic's zone, which is a setting of the clinic."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone

    def read(self, text: str) -> datetime:
        """The moment, in the clinic's zone; ValueError for a time that the clocks skip."""
        return moment(datetime.fromisoformat(text), self.zone)

    def read_booked(self, text: str) -> datetime:
        """The same for what is in the diary already, which must be shown whatever was written.

        A time that the clocks skip is as much later as they are put forward.
        """
        told = datetime.fromisoformat(text).replace(tzinfo=self.zone)
        return told.astimezone(UTC).astimezone(self.zone)

    def write(self, at: datetime) -> str:
        """What the clinic's clock shows at a moment, as the vendor writes it."""
        return at.astimezone(self.zone).strftime("%Y-%m-%dT%H:%M:%S")

    def day_of(self, at: datetime) -> date:
        """The clinic's day of a moment."""
        return at.astimezone(self.zone).date()

    def bounds(self, first: date, last: date) -> tuple[datetime, datetime]:
        """The clinic's clock at the beginning of these days, and when they are over."""
        midnight = datetime.min.time()
        end = datetime.combine(last + timedelta(days=1), midnight)
        return datetime.combine(first, midnight), end

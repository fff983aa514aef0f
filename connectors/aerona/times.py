"""The one place where Aerona's times become moments, and moments become Aerona's times."""

from datetime import UTC, date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from connectors.clocks import moment as local_moment


class Times:
    """Reads and writes by what the clinic's Z means (docs/vendors/aerona.md, Times).

    The clinic's setting is about a Z and about times that carry no offset. An offset other than
    zero can only be meant as it stands, whatever is set.
    """

    def __init__(self, zone: ZoneInfo, meaning: Literal["utc", "local"]) -> None:
        self._zone = zone
        self._local = meaning == "local"

    def read(self, text: str) -> datetime:
        """The moment, in the clinic's zone; ValueError when it cannot be one."""
        told = datetime.fromisoformat(text)
        if told.utcoffset():
            return told.astimezone(self._zone)
        if not self._local:
            return told.replace(tzinfo=UTC).astimezone(self._zone)
        return local_moment(told, self._zone)

    def write(self, moment: datetime) -> str:
        """The vendor's text of a moment."""
        shown = moment.astimezone(self._zone if self._local else UTC)
        return shown.strftime("%Y-%m-%dT%H:%M:%SZ")

    def day(self, text: str) -> date:
        """The clinic's day of a date, or of a moment; ValueError when it is neither."""
        if len(text) == len("2026-03-03"):
            return date.fromisoformat(text)
        return self.read(text).date()

    def day_of(self, moment: datetime) -> date:
        """The clinic's day of a moment."""
        return moment.astimezone(self._zone).date()

"""What the clocks of a place show, as moments."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def moment(shown: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which the clocks there show this; ValueError for a time that they skip.

    A time that comes twice, when summer time ends, is the first of the two: a patient reads the
    same clock time either way, and the vendor gets its own text back.
    """
    bare = shown.replace(tzinfo=None, fold=0)
    at = bare.replace(tzinfo=zone)
    if at.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0) != bare:
        raise ValueError("the clocks skip this time")
    return at

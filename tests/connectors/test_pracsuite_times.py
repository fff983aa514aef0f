"""PracSuite's times are what the clinic's clock shows, also on the days on which clocks change."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from connectors.pracsuite.times import Times

LONDON = Times(ZoneInfo("Europe/London"))
SYDNEY = Times(ZoneInfo("Australia/Sydney"))


@pytest.mark.parametrize(
    ("times", "text", "moment"),
    [
        (LONDON, "2026-03-02T09:00:00", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        (LONDON, "2026-07-02T09:00:00", datetime(2026, 7, 2, 8, tzinfo=UTC)),
        (SYDNEY, "2026-03-02T09:00:00", datetime(2026, 3, 1, 22, tzinfo=UTC)),
        # It comes twice: the first of the two.
        (LONDON, "2026-10-25T01:30:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_local_time_is_read_and_written_back(times: Times, text: str, moment: datetime) -> None:
    assert times.read(text).astimezone(UTC) == moment
    assert times.read_booked(text).astimezone(UTC) == moment
    assert times.write(moment) == text


def test_a_time_that_the_clocks_skip_is_none_and_is_shown_later_where_it_is_booked() -> None:
    with pytest.raises(ValueError, match="skip"):
        LONDON.read("2026-03-29T01:30:00")

    booked = LONDON.read_booked("2026-03-29T01:30:00")
    assert (booked.hour, booked.minute, booked.utcoffset()) == (2, 30, booked.dst())


def test_a_day_is_the_clinics() -> None:
    late = datetime(2026, 3, 1, 22, tzinfo=UTC)

    assert (LONDON.day_of(late), SYDNEY.day_of(late)) == (date(2026, 3, 1), date(2026, 3, 2))
    assert [f"{one:%m-%d %H:%M}" for one in LONDON.bounds(date(2026, 3, 1), date(2026, 3, 31))] == [
        "03-01 00:00",
        "04-01 00:00",
    ]

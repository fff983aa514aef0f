"""One place turns Aerona's times into moments, whatever the Z means."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.aerona.times import Times
from tests.connectors.conftest import ZONE

UTC_TIMES = Times(ZONE, "utc")
LOCAL_TIMES = Times(ZONE, "local")


def test_in_winter_both_meanings_are_the_same_in_london() -> None:
    text = "2026-01-19T13:30:00Z"

    assert UTC_TIMES.read(text) == LOCAL_TIMES.read(text)
    assert UTC_TIMES.read(text).hour == 13


def test_in_summer_they_are_an_hour_apart() -> None:
    text = "2026-07-20T13:30:00Z"

    assert UTC_TIMES.read(text).hour == 14
    assert LOCAL_TIMES.read(text).hour == 13
    assert UTC_TIMES.read(text) - LOCAL_TIMES.read(text) == timedelta(hours=1)


@pytest.mark.parametrize(
    "text", ["2026-07-20T13:30:00+01:00", "2026-07-20T14:30:00+02:00", "2026-07-20T13:30+01:00"]
)
def test_an_offset_means_what_it_says(text: str) -> None:
    for times in (UTC_TIMES, LOCAL_TIMES):
        assert times.read(text) == datetime(2026, 7, 20, 12, 30, tzinfo=UTC)
        assert times.read(text).tzinfo is ZONE


@pytest.mark.parametrize("text", ["2026-07-20T13:30:00", "2026-07-20T13:30"])
def test_a_time_without_an_offset_is_read_like_one_with_a_z(text: str) -> None:
    assert UTC_TIMES.read(text).hour == 14
    assert LOCAL_TIMES.read(text).hour == 13


def test_a_clock_time_that_is_skipped_in_spring_is_no_time() -> None:
    with pytest.raises(ValueError, match="skip"):
        LOCAL_TIMES.read("2026-03-29T01:30:00Z")
    assert UTC_TIMES.read("2026-03-29T01:30:00Z").hour == 2


def test_a_clock_time_that_comes_twice_in_autumn_is_the_first() -> None:
    read = LOCAL_TIMES.read("2026-10-25T01:30:00Z")

    assert read.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_clinics_day_may_differ_from_the_vendors() -> None:
    assert UTC_TIMES.day("2026-06-30T23:30:00Z").isoformat() == "2026-07-01"
    assert LOCAL_TIMES.day("2026-06-30T23:30:00Z").isoformat() == "2026-06-30"
    assert UTC_TIMES.day("2026-06-30").isoformat() == "2026-06-30"
    with pytest.raises(ValueError, match="format"):
        UTC_TIMES.day("yesterday")


@given(
    at=st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2035, 1, 1)),  # noqa: DTZ001 - hypothesis wants naive bounds
    zone=st.sampled_from(["Europe/London", "Europe/Dublin", "Australia/Lord_Howe", "UTC"]),
)
def test_what_is_written_is_read_back(at: datetime, zone: str) -> None:
    moment = at.replace(microsecond=0, tzinfo=UTC)
    utc = Times(ZoneInfo(zone), "utc")
    local = Times(ZoneInfo(zone), "local")

    # Compared as moments: Python holds no hour that comes twice for equal to one of another zone.
    assert utc.read(utc.write(moment)).astimezone(UTC) == moment
    written = local.write(moment)
    assert local.write(local.read(written)) == written

"""A filter has only the operators of its type, and knows itself which rows fit it."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.budget import Use
from connectors.errors import Refused
from connectors.pracsuite import filters
from connectors.pracsuite.filters import Filter
from tests.connectors.conftest import Surroundings
from tests.connectors.recording import Told, client_of, recording

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
SYDNEY = timezone(timedelta(hours=11))

WRITTEN = [
    (filters.DATE_OF_BIRTH.equals(date(2000, 1, 1)), "date_of_birth:=2000-01-01"),
    (filters.DATE_OF_BIRTH.is_not(date(2000, 1, 1)), "date_of_birth:!=2000-01-01"),
    (filters.DATE_OF_BIRTH.at_least(date(2000, 1, 1)), "date_of_birth:>=2000-01-01"),
    (filters.UPDATED.before(NINE), "updated:<2026-03-02T09:00:00Z"),
    (filters.UPDATED.at_most(NINE), "updated:<=2026-03-02T09:00:00Z"),
    (filters.CREATED.after(NINE), "created:>2026-03-02T09:00:00Z"),
    (filters.CREATED.at_least(NINE.astimezone(SYDNEY)), "created:>=2026-03-02T09:00:00Z"),
    (filters.APP_TIME.equals("2025-01-03T10:15:00"), "app_time:=2025-01-03T10:15:00"),
    (filters.PRACTITIONER_ID.equals(123), "practitioner_id:=123"),
    (filters.PRACTITIONER_ID.at_least(30), "practitioner_id:>=30"),
    (filters.FIRST_NAME.equals("John"), "first_name:=John"),
    (filters.FIRST_NAME.is_not("John"), "first_name:!=John"),
    (filters.FIRST_NAME.contains("jo"), "first_name:~jo"),
    (filters.GROUP_ARCHIVED.equals(value=False), "archived:=false"),
    (filters.GROUP_ARCHIVED.is_not(value=True), "archived:!=true"),
    (filters.PATIENT_STATUS.equals(1), "status:=1"),
]


@pytest.mark.parametrize(("made", "text"), WRITTEN, ids=[text for _, text in WRITTEN])
def test_a_filter_is_written_as_the_vendor_reads_it(made: Filter, text: str) -> None:
    assert made.pair == ("q[]", text)


def test_no_moment_can_be_asked_to_equal_another() -> None:
    for name in ("equals", "is_not"):
        assert not hasattr(filters.UPDATED, name)
        assert not hasattr(filters.ARCHIVED, name)
    assert not hasattr(filters.DATE_OF_BIRTH, "contains")
    assert not hasattr(filters.FIRST_NAME, "before")
    assert not hasattr(filters.GROUP_ARCHIVED, "at_least")
    assert not hasattr(filters.PATIENT_STATUS, "is_not")


@pytest.mark.parametrize(
    "make",
    [
        lambda: filters.UPDATED.before(datetime(2026, 3, 2, 9)),  # noqa: DTZ001 - what is refused
        lambda: filters.DATE_OF_BIRTH.equals(NINE),
        lambda: filters.APP_TIME.equals("2025-01-03T10:15:00Z"),
        lambda: filters.APP_TIME.equals("2025-01-03T10:15:00+10:00"),
        lambda: filters.APP_TIME.equals("2025-01-03"),
        lambda: filters.CLIENT_ID.equals(value=True),
    ],
)
def test_a_value_of_another_type_is_refused(make: Any) -> None:  # noqa: ANN401 - whatever it makes
    with pytest.raises(Refused):
        make()


@pytest.mark.parametrize(
    ("made", "fitting", "others"),
    [
        (
            filters.UPDATED.at_least(NINE),
            [
                {"modified": "2026-03-02T09:00:00.000001Z"},
                {"updated": "2026-03-02T20:00:00+11:00"},
                {"modified": None},
                {},
            ],
            [{"modified": "2026-03-02T08:59:59.999999Z"}],
        ),
        (
            filters.APP_TIME.before("2026-03-02T09:00:00"),
            [{"app_time": "2026-03-02T08:55:00"}, {"app_time": "2026-03-01T23:00:00Z"}],
            [{"app_time": "2026-03-02T09:00:00"}, {"app_time": None}],
        ),
        (
            filters.CLIENT_ID.equals(9),
            [{"client_id": 9}, {"client_id": "9"}, {}],
            [{"client_id": 10}, {"client_id": None}, {"client_id": True}],
        ),
        (
            filters.DATE_OF_BIRTH.equals(date(1984, 5, 12)),
            [{"date_of_birth": "1984-05-12"}],
            [{"date_of_birth": "1984-12-05"}, {"date_of_birth": None}],
        ),
        (
            filters.SURNAME.equals("Núñez"),
            [{"surname": "NUÑEZ "}, {"surname": "nunez"}],
            [{"surname": "Nunes"}, {"surname": None}],
        ),
        (
            filters.MOBILE.contains("07700 900123"),
            [{"mobile": "+44 7700 900123"}, {"mobile": "07700900123"}],
            [{"mobile": "07700 900124"}, {"mobile": None}],
        ),
        (
            filters.MOBILE.equals("+447700900123"),
            [{"mobile": "07700 900 123"}],
            [{"mobile": "07700 900 1234"}],
        ),
        (
            filters.GROUP_ARCHIVED.equals(value=False),
            [{"archived": False}, {"archived": None}],
            [{"archived": True}],
        ),
        (
            filters.ARCHIVED.at_least(NINE),
            [{"archived": True}, {"archived": None}],
            [{"archived": "2025-01-01T00:00:00Z"}],
        ),
        (filters.PATIENT_STATUS.equals(1), [{}, {"status": 5}], []),
    ],
    ids=lambda told: told.name if isinstance(told, Filter) else "",
)
def test_a_row_that_says_something_else_does_not_fit(
    made: Filter, fitting: list[dict[str, object]], others: list[dict[str, object]]
) -> None:
    assert all(made.fits(row) for row in fitting)
    assert not any(made.fits(row) for row in others)


@given(asked=st.integers(), told=st.integers())
def test_every_operator_on_numbers_is_what_it_says(asked: int, told: int) -> None:
    field, row = filters.CLIENT_ID, {"client_id": told}

    assert field.before(asked).fits(row) == (told < asked)
    assert field.at_most(asked).fits(row) == (told <= asked)
    assert field.after(asked).fits(row) == (told > asked)
    assert field.at_least(asked).fits(row) == (told >= asked)
    assert field.equals(asked).fits(row) == (told == asked)
    assert field.is_not(asked).fits(row) == (told != asked)


@given(
    asked=st.datetimes(timezones=st.timezones(), min_value=datetime(1970, 1, 2)),  # noqa: DTZ001 - as hypothesis wants it
    told=st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 2)),  # noqa: DTZ001 - as hypothesis wants it
)
def test_moments_are_compared_as_moments_wherever_they_were_told(
    asked: datetime, told: datetime
) -> None:
    row = {"modified": told.isoformat()}

    assert filters.UPDATED.at_least(asked).fits(row) == (told >= asked)
    assert filters.UPDATED.before(asked).fits(row) == (told < asked)


@given(text=st.text())
def test_whatever_text_is_looked_for_fits_itself(text: str) -> None:
    row = {"surname": text}

    assert filters.SURNAME.equals(text).fits(row)
    assert filters.SURNAME.contains(text).fits(row)
    assert not filters.SURNAME.is_not(text).fits(row)


@pytest.mark.parametrize("text", ["a&b=c", "x y+z", "q[]:=1", "50%", "Łódź", "a,b;c#d?e/f"])
async def test_a_value_arrives_as_it_was_meant(around: Surroundings, text: str) -> None:
    async with recording(lambda _: Told({"clients": []})) as vendor:
        client = client_of(around, vendor.base_url)
        await client.patients.found([filters.SURNAME.contains(text)], use=Use.LOOKUP)

        assert vendor.only.query[0] == ("q[]", f"surname:~{text}")
        assert parse_qsl(vendor.only.raw_query)[0] == ("q[]", f"surname:~{text}")
        assert vendor.only.raw_query.isascii()


def test_nothing_that_was_looked_for_is_shown() -> None:
    assert "canary" not in repr(filters.SURNAME.equals("canary"))

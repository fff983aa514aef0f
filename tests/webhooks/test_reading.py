"""What Aerona may write is understood under several names, and nothing that it writes is an error.

docs/vendors/aerona.md, Webhooks.
"""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.aerona.events import LONGEST, About, Event, read
from tests.webhooks.around import told

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
NAMES = st.sampled_from(
    ("objectType", "type", "objectId", "id", "event", "practiceId", "modified", "data", "record")
)


def test_the_body_as_it_is_taken_to_be() -> None:
    event = read(told().decode())
    assert event == Event(
        about=About.APPOINTMENT,
        object_id=34234,
        happened="updated",
        practice_id=9876,
        modified="2026-03-02T10:00:00Z",
        data={"appointmentStatusId": 12},
    )


@pytest.mark.parametrize(
    "body",
    [
        {"ObjectType": "APPOINTMENT", "ObjectId": "34234", "Event": "updated"},
        {"object_type": "Appointments", "object_id": 34234, "event": "updated"},
        {"object": "Appointment", "id": 34234, "action": "updated"},
        {"type": "appointment", "id": 34234, "eventType": "updated", "data": [1]},
        {"objectType": None, "entity": "Appointment", "entityId": 34234, "event-name": "updated"},
    ],
)
def test_other_names_are_understood(body: object) -> None:
    event = read(json.dumps(body))
    assert (event.about, event.object_id, event.happened) == (
        About.APPOINTMENT,
        34234,
        "updated",
    )
    assert event.data == {}


@pytest.mark.parametrize(
    "number", [True, -1, 1.5, "x", "", [], {}, 10**11, "٣٤", "123456789012", None]
)
def test_a_number_that_is_none_is_left_out(number: object) -> None:
    event = read(json.dumps({"objectType": "Patient", "objectId": number, "practiceId": number}))
    assert event == Event(about=About.PATIENT)


def test_a_body_that_is_too_long_to_read_says_nothing() -> None:
    padded = told(data={"notes": "x" * LONGEST}).decode()
    assert read(padded) == Event()


def test_an_event_does_not_show_the_record() -> None:
    assert "Samira" not in repr(read(told(data={"forename": "Samira"}).decode()))


@given(st.text() | st.dictionaries(NAMES, VALUES).map(json.dumps))
def test_nothing_that_comes_is_an_error(body: str) -> None:
    event = read(body)
    assert isinstance(event.may_concern(9876), bool)
    assert isinstance(event.may_change_the_diary(), bool)

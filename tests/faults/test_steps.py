"""The recorded failpoints are those that a talk passes, and a kill at one is a kill."""

from pathlib import Path

import pytest

from tests.faults.failpoints import Point
from tests.faults.standing import standing
from tests.faults.steps import TALKS, Talk, passed, patient_of, recorded


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.system.name)
async def test_a_talk_passes_each_recorded_failpoint_and_no_other(
    talk: Talk, tmp_path: Path
) -> None:
    names = {point.name for point in await passed(talk, (), tmp_path)}
    hint = "write them anew: python -m tests.faults.steps"
    assert names == {point.name for point in recorded(talk.talk)}, hint


async def test_the_server_dies_at_the_failpoint_and_the_patient_goes_on(tmp_path: Path) -> None:
    kill = Point("before", "write.outbox.delivered", 2)
    async with standing(tmp_path) as stand:
        patient = patient_of(stand)
        tally = await stand.talked(patient, stand.lived([kill]), patient.talk())
        assert [len(stand.traces), stand.traces[0][-1]] == [2, kill]
        assert (tally.runs, tally.failures) == (1, [])
        # What was said and not marked is said again.
        [greeting, slots, again] = patient.user.sees[:3]
        assert (again == slots) != (again == greeting)

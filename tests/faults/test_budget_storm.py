"""The judge of the storm sees what it is there for."""

from datetime import timedelta
from pathlib import Path

from benchmarks.budget.visit import Ended
from benchmarks.budget.world import Day, Load, lived
from sandbox.diary import Wish
from tests.faults.budget_storm import judged


def book_again(day: Day, patient_id: int) -> None:
    clinic = day.sandbox.clinic
    service = clinic.types[1864]
    slot = next(clinic.free_slots(service, list(clinic.clinicians.values()), clinic.today()))
    clinic.diary.book(Wish(patient_id, slot.clinician.id, 1864, slot.start, service.minutes))


async def test_a_calm_day_is_sound_and_every_wrong_is_counted(tmp_path: Path) -> None:
    day = await lived(Load(10, timedelta(minutes=30)), tmp_path)
    calm = judged(day)
    assert (calm.runs, calm.duplicates, calm.lost, calm.false_booked, calm.desk) == (1, 0, 0, 0, 0)
    assert calm.broken[0] == "nobody had to wait: it was no storm"

    told = [story for story in day.stories if story.ended is Ended.BOOKED]
    book_again(day, told[0].person.record.id)
    told[1].booked = told[1].booked.replace("Reference: ", "Reference: 9")
    silent = next(story for story in day.stories if story.ended is Ended.LEFT)
    book_again(day, silent.person.record.id)
    silent.ended = Ended.UNANSWERED
    for _ in range(400):
        day.sandbox.calls.add("login", day.timeline())

    bad = judged(day)
    assert (bad.duplicates, bad.lost, bad.false_booked) == (1, 1, 1)
    assert "1 patients are booked and were not told" in bad.broken
    assert any("beyond 300" in why for why in bad.broken)
    assert any("logins" in why for why in bad.broken)

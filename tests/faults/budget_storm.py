"""Three times the traffic that fits, to a vendor that counts and kills the token beyond its limit.

The virtual world of `benchmarks.budget`: patients who are told to wait try again, then go or leave
a message. Seed 0 is 45 virtual minutes, for the short programme; every other seed is four hours, so
that the full programme has eight.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from benchmarks.budget.figures import sizes_of_windows
from benchmarks.budget.visit import Ended, Story
from benchmarks.budget.world import WINDOW, Day, Load, lived
from sandbox.gate import LIMIT
from tests.bot.around import rows
from tests.faults.fault import Fault, Tally

# Some 75 bookings fit into 15 minutes, which are those of 137 patients.
_PATIENTS = 3 * 137
_SHORT, _FULL = timedelta(minutes=45), timedelta(hours=4)

# A token is renewed when it is 55 minutes old, and never otherwise while none is lost.
_TOKEN_LASTS = timedelta(minutes=55)

# However many crowd in, in every quarter of an hour at least so many of those who have proven who
# they are get their booking.
_STILL_BOOK = 10


async def storm(seed: int, folder: Path) -> Tally:
    """One run."""
    day = await lived(Load(_PATIENTS, _FULL if seed else _SHORT, "unknown", seed), folder)
    return judged(day)


def judged(day: Day) -> Tally:
    """What a day that is over came to."""
    told = [story for story in day.stories if story.ended is Ended.BOOKED]
    unanswered = [story for story in day.stories if story.ended is Ended.UNANSWERED]
    booked = _booked(day)
    in_doubt = rows(day.path, "SELECT count(*) FROM desk WHERE kind = 'in_doubt'")[0][0]
    return Tally(
        runs=1,
        duplicates=sum(many - 1 for many in booked.values() if many > 1),
        lost=len(unanswered) + day.phones.unanswered(),
        false_booked=sum(not _is_booked(story, day) for story in told),
        desk=in_doubt,
        broken=list(_broken(day)),
    )


def _broken(day: Day) -> Iterator[str]:
    calls = day.sandbox.calls.latest()
    over = sum(size > LIMIT for size in sizes_of_windows(call.at for call in calls))
    if over:
        yield f"{over} requests were beyond {LIMIT} in 15 minutes, each the end of a token"
    logins = sum(call.operation == "login" for call in calls)
    allowed = 1 + (calls[-1].at - calls[0].at) // _TOKEN_LASTS
    if logins > allowed:
        yield f"{logins} logins, where tokens ended only {allowed - 1} times"
    told = {story.person.record.id for story in day.stories if story.ended is Ended.BOOKED}
    if silent := _booked(day).keys() - told:
        yield f"{len(silent)} patients are booked and were not told"
    puzzled = [story.last for story in day.stories if story.ended in (Ended.PUZZLED, None)]
    if puzzled:
        yield f"{len(puzzled)} patients were at a loss, the first at: {puzzled[0]}"
    if not any(story.told_to_wait for story in day.stories):
        yield "nobody had to wait: it was no storm"
    for number, known in enumerate(_known_who_booked(day)):
        if known < _STILL_BOOK:
            yield f"in window {number} only {known} patients who were known booked"


def _booked(day: Day) -> Counter[int]:
    """How often each patient is in the diary by way of the chat."""
    made = day.sandbox.clinic.diary.appointments(via_api=True)
    return Counter(one.patient_id for one in made)


def _is_booked(story: Story, day: Day) -> bool:
    """Whether the diary holds what this patient was told."""
    reference = re.search(r"Reference: (\d+)", story.booked)
    entry = reference and day.sandbox.clinic.diary.get(int(reference[1]))
    if not entry:
        return False
    start = entry.start
    when = f"{start:%A} {start.day} {start:%B}"
    return entry.patient_id == story.person.record.id and when in story.booked


def _known_who_booked(day: Day) -> list[int]:
    """Known patients who booked, by quarter of an hour, from the second one on."""
    found = [0] * ((day.ended - day.began) // WINDOW)
    for story in day.stories:
        if story.ended is Ended.BOOKED and story.person.known_here and story.at:
            place = (story.at - day.began) // WINDOW
            if place < len(found):
                found[place] += 1
    return found[1:]


FAULTS = (
    Fault(
        "300 in 15 minutes or the token dies, three times the traffic that fits",
        storm,
        full=3,
        short=1,
    ),
)

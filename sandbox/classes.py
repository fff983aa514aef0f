"""The clinic's group classes: who leads them, when they are, and who has joined."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import count

from sandbox.catalogue import Clinician
from sandbox.people import People

PILATES = 1880
LEADER = Clinician(34573, "Jo Farrell", 8, {}, 15)
STUDIO_ID = 9877
MOST = 6
_MINUTES = 45
_FIRST_ID = 800_000
_FIRST_MEMBER = 860_001
_WEEKS = 8
_TUE, _THU, _SAT = 1, 3, 5
# When they are, and how many have joined at first: one has room, one is full, one has a place left.
_WEEKLY = {_TUE: (time(18), 3), _THU: (time(18), MOST), _SAT: (time(10), MOST - 1)}


class FullError(Exception):
    """Nobody else can join."""


@dataclass(frozen=True)
class Member:
    """Somebody on the list of a class; `further` by PracSuite's names."""

    id: int
    patient_id: int
    created: datetime
    further: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass
class GroupClass:
    """One class on one day."""

    id: int
    start: datetime
    created: datetime
    modified: datetime
    members: dict[int, Member]
    minutes: int = _MINUTES
    most: int = MOST
    type_id: int = PILATES
    leader_id: int = LEADER.id
    place_id: int = STUDIO_ID
    cancelled: bool = False


class Classes:
    """All classes, some weeks ahead of the clock's day; apart from the diary of appointments."""

    def __init__(self, people: People, zone: tzinfo, today: date) -> None:
        self._people = people
        self._zone = zone
        self._member_ids = count(_FIRST_MEMBER)
        self._first = today
        self._laid_out = today
        self._by_id: dict[int, GroupClass] = {}

    def all(self, now: datetime) -> list[GroupClass]:
        """Those that were and those that will be, cancelled ones too, earliest first."""
        end = now.astimezone(self._zone).date() + timedelta(weeks=_WEEKS)
        while self._laid_out < end:
            self._lay_out(self._laid_out)
            self._laid_out += timedelta(days=1)
        return list(self._by_id.values())

    def get(self, class_id: int, now: datetime) -> GroupClass | None:
        """One that is not cancelled."""
        return next(
            (one for one in self.all(now) if one.id == class_id and not one.cancelled), None
        )

    def join(
        self, group: GroupClass, patient_id: int, now: datetime, further: Mapping[str, object]
    ) -> Member:
        """Add to the list; `FullError` when nobody else can join."""
        if len(group.members) >= group.most:
            raise FullError
        at = now.astimezone(UTC)
        member = Member(next(self._member_ids), patient_id, at, further)
        group.members[patient_id] = member
        group.modified = at
        return member

    def leave(self, group: GroupClass, patient_id: int, now: datetime) -> None:
        """`KeyError` for who is not on the list."""
        del group.members[patient_id]
        group.modified = now.astimezone(UTC)

    def cancel(self, group: GroupClass, now: datetime) -> None:
        """The whole class, whoever has joined."""
        group.cancelled = True
        group.modified = now.astimezone(UTC)

    def _lay_out(self, day: date) -> None:
        if day.weekday() not in _WEEKLY:
            return
        at, joined = _WEEKLY[day.weekday()]
        start = datetime.combine(day, at, self._zone)
        created = start.astimezone(UTC) - timedelta(weeks=_WEEKS + 1)
        regulars = self._people.regulars[:joined]
        members = {one.id: Member(next(self._member_ids), one.id, created) for one in regulars}
        # By day: a class has the same id from whichever day the clinic is opened.
        id_ = _FIRST_ID + day.toordinal() % 60_000
        self._by_id[id_] = GroupClass(id_, start, created, created, members)

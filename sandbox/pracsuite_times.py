"""What PracSuite offers: times with a practitioner, and classes that have room (contract §4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from sandbox.classes import Classes
from sandbox.clinic import Clinic
from sandbox.pracsuite_catalogue import Catalogue, Practitioner, Service
from sandbox.pracsuite_errors import params
from sandbox.pracsuite_fields import Call
from sandbox.pracsuite_filters import PAGING, page
from sandbox.pracsuite_json import DiaryJson, Offer
from sandbox.pracsuite_person import account_of
from sandbox.serving import Answer

# Contract §4 speaks of 7 days per request and shows the first to the seventh. Whoever reads it as
# a week later would be refused by a stricter vendor, so they are here.
DAYS = 7
_PLURAL = "available_times"
_WHO = ("business_ids", "practitioner_ids", "profession_ids")
_WHEN = ("from", "to", "appointment_type_id")
_ROSTER = ("manual", "online", "waiting_list")


@dataclass(frozen=True)
class _Search:
    """What every search says; an empty set is no wish."""

    first: date
    last: date
    service: Service | None
    businesses: frozenset[int]
    practitioners: frozenset[int]
    professions: frozenset[int]

    def wants(self, practitioner: Practitioner, business_id: int) -> bool:
        return (
            (not self.businesses or business_id in self.businesses)
            and (not self.practitioners or practitioner.id in self.practitioners)
            and (not self.professions or bool(self.professions & set(practitioner.profession_ids)))
        )


class Times:
    """Free times and classes with room, as they are at this moment."""

    def __init__(
        self, clinic: Clinic, classes: Classes, catalogue: Catalogue, json: DiaryJson
    ) -> None:
        self._clinic = clinic
        self._classes = classes
        self._catalogue = catalogue
        self._json = json

    def available(self, call: Call) -> Answer:
        """Without a roster flag what is open to staff: how several combine is not documented."""
        call.expect((*_WHEN, *_WHO, "resource_ids", "client_id", "account_id", *_ROSTER, *PAGING))
        search = self._search(call)
        manual, online, waiting_list = (call.flag(name) for name in _ROSTER)
        found: list[Offer] = []
        # Every time is open to staff, and none is for the waiting list alone.
        if manual or not (online or waiting_list):
            found = list(self._free(search, call, staff=True))
        elif online:
            found = list(self._free(search, call, staff=False))
        return page(call, _PLURAL, found, self._json.offer)

    def next_available(self, call: Call) -> Answer:
        """It has no roster flag: what it finds may be for staff alone."""
        call.expect((*_WHEN, *_WHO, "resource_ids", "client_id", "account_id"))
        return self._first(call, self._free(self._search(call), call, staff=True))

    def groups(self, call: Call) -> Answer:
        call.expect((*_WHEN, *_WHO, *PAGING))
        return page(call, _PLURAL, list(self._rooms(self._search(call))), self._json.offer)

    def next_group(self, call: Call) -> Answer:
        call.expect((*_WHEN, *_WHO))
        return self._first(call, self._rooms(self._search(call)))

    def _search(self, call: Call) -> _Search:
        type_id = call.number("appointment_type_id")
        if type_id is None:
            raise params("appointment_type_id is required")
        first, last = call.day("from"), call.day("to")
        if first < self._clinic.today():
            raise params("from must not be before today")
        if not first <= last < first + timedelta(days=DAYS):
            raise params(f"from and to must be at most {DAYS} days")
        return _Search(
            first,
            last,
            self._catalogue.services.get(type_id),
            *(call.numbers(name) for name in _WHO),
        )

    def _free(self, search: _Search, call: Call, *, staff: bool) -> Iterator[Offer]:
        self._check_account(call)
        service, resources = search.service, call.numbers("resource_ids")
        type_ = self._clinic.types.get(service.id) if service else None
        if service is None or type_ is None or not resources <= set(service.resource_ids):
            return
        people = {id_: self._catalogue.practitioners[id_] for id_ in self._clinic.clinicians}
        wanted = [
            self._clinic.clinicians[one.id]
            for one in people.values()
            if search.wants(one, one.business_ids[0])
        ]
        for slot in self._clinic.free_slots(type_, wanted, search.first, staff=staff):
            if slot.start.date() > search.last:
                return
            person = people[slot.clinician.id]
            yield Offer(slot.start, type_.minutes, person, person.business_ids[0], service)

    def _check_account(self, call: Call) -> None:
        client_id, account_id = call.number("client_id"), call.number("account_id")
        if account_id is not None and client_id is None:
            raise params("client_id is required with account_id")
        if client_id is not None and self._clinic.people.get(client_id) is None:
            raise params("there is no such client_id")
        if account_id is not None and client_id and account_id != account_of(client_id):
            raise params("there is no such account_id")

    def _rooms(self, search: _Search) -> Iterator[Offer]:
        """Classes that begin later, in which there is a place left."""
        now = self._clinic.now()
        for group in sorted(self._classes.all(now), key=lambda one: one.start):
            leader = self._catalogue.practitioners[group.leader_id]
            if (
                search.service is not None
                and group.type_id == search.service.id
                and not group.cancelled
                and len(group.members) < group.most
                and group.start > now
                and search.first <= group.start.date() <= search.last
                and search.wants(leader, group.place_id)
            ):
                yield Offer(
                    group.start, group.minutes, leader, group.place_id, search.service, group
                )

    def _first(self, call: Call, found: Iterator[Offer]) -> Answer:
        rows = [self._json.offer(one) for one in islice(found, 1)]
        links = {"self": call.base + call.path}
        return Answer({_PLURAL: rows, "total_entries": len(rows), "links": links})

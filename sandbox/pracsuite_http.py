"""PracSuite's operations behind HTTP: routes, keys, and what every request is read into."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from aiohttp import web

from sandbox.misbehaviour import Fault
from sandbox.pracsuite import PracSuite
from sandbox.pracsuite_errors import Errors, ProblemError, body, missing_token
from sandbox.pracsuite_fields import Call
from sandbox.pracsuite_gate import PracSuiteGate
from sandbox.pracsuite_items import Items
from sandbox.pracsuite_people import Patients
from sandbox.pracsuite_practice import Practice
from sandbox.pracsuite_times import Times
from sandbox.serving import Answer, Faults, Serving

Act = Callable[[Call], Answer]

PATH = "/pracsuite/v1"
OPERATIONS = (
    *("available", "next_available", "groups", "next_group"),
    *("reserve", "finalise", "create", "appointment", "edit", "cancel", "appointments"),
    *("add_member", "remove_member", "cancelled_list", "cancelled", "book"),
    *("patients", "patient", "patient_create", "patient_edit", "accounts", "account"),
    *("contacts", "contact", "practitioners", "practitioner", "businesses", "business"),
    *("professions", "profession", "types", "type", "statuses"),
    *("cancellation_reasons", "reschedule_reasons", "fee_categories"),
    *("items", "item", "item_groups", "item_group", "resources", "resource"),
    *("sexes", "pronouns", "unknown"),
)
# The faults that are for some operations alone, the usual one first; those without any are not
# PracSuite's.
FAULTS_OF = {
    Fault.SLOT_TAKEN: ("reserve", "create", "edit"),
    Fault.UNCHECKED: ("reserve", "create", "edit"),
    Fault.CONFLICT_422: ("reserve", "create", "edit"),
    Fault.STATUS_REFUSED: ("edit",),
    Fault.HOLD_LOST: ("finalise",),
    Fault.TOKEN_LOST: (),
    Fault.CONFLICT_400: (),
    Fault.NOT_BLOCKING: (),
}


@dataclass(frozen=True)
class Sent:
    """A write that was let in: its path below the address, and its body."""

    operation: str
    path: str
    body: dict[str, object]


@dataclass
class Address:
    """Where the vendor is reached, as whoever asked last has reached it."""

    origin: str = ""

    def base(self) -> str:
        return self.origin + PATH


@dataclass(frozen=True)
class Operations:
    """Everything that the vendor does."""

    diary: PracSuite
    times: Times
    patients: Patients
    practice: Practice
    items: Items


class PracSuiteHttp:
    """One request after the other through the gate to its operation."""

    def __init__(
        self,
        operations: Operations,
        gate: PracSuiteGate,
        errors: Errors,
        serving: Serving,
        address: Address,
    ) -> None:
        self._do = operations
        self._gate = gate
        self._errors = errors
        self._serving = serving
        self._address = address
        self.sent: deque[Sent] = deque(maxlen=10_000)

    def application(self) -> web.Application:
        application = web.Application()
        routes = (
            *self._diary_routes(),
            *self._list_routes(),
            *self._patient_routes(),
            *self._practice_routes(),
        )
        for method, path, operation, act in routes:
            handler = partial(self._serve, operation, act)
            # aiohttp would answer HEAD as well, which the contract has not.
            if method == "GET":
                application.router.add_get(path, handler, allow_head=False)
            else:
                application.router.add_route(method, path, handler)
        # contract §2: a wrong address or method is answered as a missing key is
        application.router.add_route("*", "/{rest:.*}", partial(self._serve, "unknown", _unknown))
        return application

    def _diary_routes(self) -> tuple[tuple[str, str, str, Act], ...]:
        diary, times = self._do.diary, self._do.times
        one, group = "/appointment/{appointment_id}", "/group_appointment/{appointment_id}"
        return (
            ("GET", "/available_appointments", "available", times.available),
            ("GET", "/next_available_appointment", "next_available", times.next_available),
            ("GET", "/available_group_appointments", "groups", times.groups),
            ("GET", "/next_available_group_appointment", "next_group", times.next_group),
            ("POST", "/reserve_appointment", "reserve", diary.reserve),
            ("POST", one, "finalise", diary.finalise),
            ("POST", "/appointment", "create", diary.create),
            ("GET", one, "appointment", diary.appointment),
            ("PATCH", one, "edit", diary.edit),
            ("POST", f"{one}/cancel", "cancel", diary.cancel),
            ("POST", f"{group}/add_group_member", "add_member", diary.add_member),
            ("POST", f"{group}/remove_group_member", "remove_member", diary.remove_member),
        )

    def _list_routes(self) -> tuple[tuple[str, str, str, Act], ...]:
        diary = self._do.diary

        def of(thing: str, *lacking: str) -> tuple[str, str, str, Act]:
            name = f"{thing}_id"
            act = partial(diary.of_one, name, lacking)
            return "GET", f"/{thing}/{{{name}}}/appointment", "appointments", act

        return (
            ("GET", "/appointment", "appointments", diary.appointments),
            ("GET", "/patient/{client_id}/appointment", "appointments", diary.of_patient),
            of("practitioner", "appointment_type_id"),
            of("business"),
            of("profession"),
            of("appointment_type"),
            ("GET", "/resource/{resource_id}/appointment", "appointments", diary.of_resource),
            ("GET", "/appointment_book", "book", diary.book),
            ("GET", "/cancelled_appointment", "cancelled_list", diary.cancelled_list),
            ("GET", "/cancelled_appointment/{appointment_id}", "cancelled", diary.cancelled),
        )

    def _patient_routes(self) -> tuple[tuple[str, str, str, Act], ...]:
        patients, one = self._do.patients, "/patient/{client_id}"
        return (
            ("GET", "/patient", "patients", patients.patients),
            ("POST", "/patient", "patient_create", patients.create),
            ("GET", one, "patient", patients.patient),
            ("PATCH", one, "patient_edit", patients.edit),
            ("GET", f"{one}/account", "accounts", patients.accounts),
            ("GET", f"{one}/account/{{account_id}}", "account", patients.account),
            ("GET", "/patient_contact", "contacts", patients.contacts),
            ("GET", "/patient_contact/{patient_contact_id}", "contact", patients.contact),
        )

    def _practice_routes(self) -> tuple[tuple[str, str, str, Act], ...]:
        practice, items = self._do.practice, self._do.items
        business, profession = "/business/{business_id}", "/profession/{profession_id}"
        person, type_ = "/practitioner/{practitioner_id}", "/appointment_type/{appointment_type_id}"
        reads = {
            "/practitioner": ("practitioners", practice.practitioners),
            f"{business}/practitioner": ("practitioners", practice.practitioners_of_business),
            f"{profession}/practitioner": ("practitioners", practice.practitioners_of_profession),
            person: ("practitioner", practice.practitioner),
            "/business": ("businesses", practice.businesses),
            business: ("business", practice.business),
            "/profession": ("professions", practice.professions),
            f"{person}/profession": ("professions", practice.professions_of_practitioner),
            profession: ("profession", practice.profession),
            "/appointment_type": ("types", practice.types),
            f"{profession}/appointment_type": ("types", practice.types_of_profession),
            type_: ("type", practice.type),
            "/appointment_status": ("statuses", practice.statuses),
            "/cancellation_reason": ("cancellation_reasons", practice.cancellation_reasons),
            "/reschedule_reason": ("reschedule_reasons", practice.reschedule_reasons),
            "/fee_category": ("fee_categories", items.fee_categories),
            "/item": ("items", items.items),
            "/item/{item_id}": ("item", items.item),
            "/item_group": ("item_groups", items.item_groups),
            "/item_group/{item_group_id}": ("item_group", items.item_group),
            "/item_group/{item_group_id}/item": ("items", items.items_of_group),
            "/resource": ("resources", practice.resources),
            "/resource/{resource_id}": ("resource", practice.resource),
            "/appointment/{appointment_id}/resource": (
                "resources",
                practice.resources_of_appointment,
            ),
            f"{type_}/resource": ("resources", practice.resources_of_type),
            "/sex": ("sexes", practice.sexes),
            "/pronoun": ("pronouns", practice.pronouns),
        }
        return tuple(("GET", path, *operation) for path, operation in reads.items())

    async def _serve(self, operation: str, act: Act, request: web.Request) -> web.StreamResponse:
        self._address.origin = str(request.url.origin())

        def acted(sent: bytes, acting: Faults) -> Answer:
            path = request.path.removeprefix(PATH)
            call = Call(
                operation,
                self._address.base(),
                path,
                request.match_info,
                request.query,
                sent,
                acting,
            )
            try:
                if request.method != "GET" and operation != "unknown":
                    self._note(request, call)
                return act(call)
            except ProblemError as problem:
                return self._errors.answer(problem)

        return await self._serving.serve(
            operation, request, lambda _: self._gate.refuses(request.headers), acted
        )

    def _note(self, request: web.Request, call: Call) -> None:
        """Remember what was sent, which is JSON and says so (contract §1)."""
        if call.sent and request.content_type != "application/json":
            raise body(("body", "must be application/json"))
        self.sent.append(Sent(call.operation, call.path, call.json()))


def _unknown(_: Call) -> Answer:
    raise missing_token()

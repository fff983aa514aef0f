"""The same clinic over one vendor's system or another: its env file, its faults, its log."""

from dataclasses import dataclass

from sandbox import gate, pracsuite_gate
from sandbox.calls import Calls
from sandbox.misbehaviour import Fault, Misbehaviour
from sandbox.server import Sandbox

AERONA = "aerona"
PRACSUITE = "pracsuite"
# A clinic with two systems says by CLINIC_DIARY which of them books.
BOTH = "both"
VENDORS = (AERONA, PRACSUITE, BOTH)

# The vendors' lines of a clinic's env file, but for the address.
LINES = {
    AERONA: {
        "AERONA_PRACTICE_ID": "9876",
        "AERONA_USERNAME": gate.USERNAME,
        "AERONA_PASSWORD": gate.PASSWORD,
        "AERONA_READ_TIMEOUT": "2",
        "AERONA_WRITE_TIMEOUT": "2",
    },
    PRACSUITE: {
        "PRACSUITE_VENDOR_KEY": pracsuite_gate.VENDOR_KEY,
        "PRACSUITE_ACCOUNT_KEY": pracsuite_gate.ACCOUNT_KEY,
        "PRACSUITE_READ_TIMEOUT": "2",
        "PRACSUITE_WRITE_TIMEOUT": "2",
        # While a conversation waits, staff's changes are looked for at every step.
        "PRACSUITE_REQUESTS_PER_MINUTE": "600",
    },
}


@dataclass(frozen=True)
class Trouble:
    """One fault of the vendor: of which operation, how often, with which status."""

    fault: Fault
    operation: str | None = None
    times: int | None = None
    status: int = 503


@dataclass(frozen=True)
class Diary:
    """What a system that books calls what is done with appointments."""

    book: str
    confirm: str
    cancel: str
    move: str
    read: tuple[str, ...]
    refuses: tuple[Trouble, ...]
    """How it refuses every change of an appointment."""
    taken: str

    def troubles(self) -> dict[str, tuple[Trouble, ...]]:
        """What can be said of the vendor in a conversation file."""
        return {
            "down": (Trouble(Fault.ERROR_BEFORE),),
            "silent after booking": (Trouble(Fault.DROP_AFTER, self.book, 1),),
            "silent before booking": (Trouble(Fault.DROP_BEFORE, self.book, 1),),
            "answers a booking with an error": (Trouble(Fault.ERROR_AFTER, self.book, 1),),
            "silent after confirming": (Trouble(Fault.DROP_AFTER, self.confirm, 1),),
            "silent before confirming": (Trouble(Fault.DROP_BEFORE, self.confirm, 1),),
            "silent after cancelling": (Trouble(Fault.DROP_AFTER, self.cancel, 1),),
            "silent before cancelling": (Trouble(Fault.DROP_BEFORE, self.cancel, 1),),
            "silent after moving": (Trouble(Fault.DROP_AFTER, self.move, 1),),
            "silent before moving": (Trouble(Fault.DROP_BEFORE, self.move, 1),),
            "refuses every change": self.refuses,
            "gives the slot away": (Trouble(Fault.SLOT_TAKEN, self.taken, 1),),
            "gives the time of a move away": (Trouble(Fault.SLOT_TAKEN, self.move, 1),),
            "cannot list appointments": tuple(
                Trouble(Fault.ERROR_BEFORE, operation) for operation in self.read
            ),
        }


# Aerona changes a status whatever the change is for, and moves nothing.
_AERONA = Diary(
    "create",
    "status",
    "status",
    "status",
    ("appointments",),
    (Trouble(Fault.STATUS_REFUSED),),
    "create",
)
_PRACSUITE = Diary(
    "finalise",
    "edit",
    "cancel",
    "edit",
    ("appointments", "appointment"),
    (Trouble(Fault.STATUS_REFUSED), Trouble(Fault.ERROR_BEFORE, "cancel", status=422)),
    "reserve",
)
# At a vendor that serves more than a diary.
_OTHERS = {
    "silent after registering": (Trouble(Fault.DROP_AFTER, "patient_create", 1),),
    "silent before registering": (Trouble(Fault.DROP_BEFORE, "patient_create", 1),),
    "silent after joining": (Trouble(Fault.DROP_AFTER, "add_member", 1),),
    "silent after leaving": (Trouble(Fault.DROP_AFTER, "remove_member", 1),),
    "silent after reserving": (Trouble(Fault.DROP_AFTER, "reserve", 1),),
    "forgets the hold": (Trouble(Fault.HOLD_LOST, None, 1),),
    "cannot list cancellations": (
        Trouble(Fault.ERROR_BEFORE, "cancelled"),
        Trouble(Fault.ERROR_BEFORE, "cancelled_list"),
    ),
    "cannot tell prices": (Trouble(Fault.ERROR_BEFORE, "item"),),
}


@dataclass(frozen=True)
class Vendor:
    """The vendor that books at the clinic of a conversation."""

    sandbox: Sandbox
    name: str

    @property
    def switches(self) -> Misbehaviour:
        own = self.name == AERONA
        return self.sandbox.misbehave if own else self.sandbox.pracsuite.misbehave

    @property
    def calls(self) -> Calls:
        return self.sandbox.calls if self.name == AERONA else self.sandbox.pracsuite.calls

    def goes_wrong(self, how: str) -> None:
        """From now on, until it is up again; each booking fault strikes once."""
        known = _AERONA.troubles() if self.name == AERONA else _PRACSUITE.troubles()
        for one in (known | _OTHERS)[how]:
            self.switches.on(one.fault, one.operation, times=one.times, status=one.status)


def variables(vendor: str, sandbox: Sandbox) -> dict[str, str]:
    """The vendors' lines of a clinic that has this one, or both."""
    addresses = {
        AERONA: {"AERONA_BASE_URL": sandbox.base_url},
        PRACSUITE: {"PRACSUITE_BASE_URL": sandbox.pracsuite.base_url},
    }
    lines: dict[str, str] = {}
    for name, address in addresses.items():
        if vendor in (name, BOTH):
            lines |= address | LINES[name]
    return lines

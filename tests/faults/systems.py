"""The systems that a clinic of the programme may stand on, and what each calls what is done there.

A row that is for both is one function over a System: nothing of it is written twice.
"""

from dataclasses import dataclass, field

from sandbox.pracsuite_http import PATH as PRACSUITE_PATH
from sandbox.server import PATH as AERONA_PATH
from tests.harness.stage import CLINICS
from tests.harness.vendors import AERONA as ITS_NAME
from tests.harness.vendors import LINES, PRACSUITE

_SITE = {name: text for name, text in CLINICS["harbour"].items() if not name.startswith("AERONA_")}
# Virtual hours pass in a second: what was asked in one of its minutes is not to be counted here.
_MANY = {"PRACSUITE_REQUESTS_PER_MINUTE": "100000", "PRACSUITE_DAILY_QUOTA": "10000000"}


@dataclass(frozen=True, eq=False)
class System:
    """One vendor's; `title` stands behind the names of its rows.

    `spoilt` are the operations whose answers go wrong, with how often each of them is drawn. Those
    that are questions may be asked again; a write is sent once. `readable` says that a patient's
    appointments can be read there whatever the clinic has set.
    """

    name: str
    title: str
    book: str
    cancel: str
    spoilt: dict[str, int]
    writes: frozenset[str]
    path: str
    readable: bool = False
    lines: dict[str, str] = field(default_factory=dict)

    def row(self, name: str) -> str:
        """What a row is called that is run at this system."""
        return f"{name}{self.title}"

    def variables(self, origin: str) -> dict[str, str]:
        """The clinic's env file, where the sandbox clinic is at this origin."""
        return _SITE | self.lines | {f"{self.prefix}_BASE_URL": origin + self.path}

    def impatient(self, seconds: str) -> dict[str, str]:
        """The settings of a clinic that waits no longer for an answer."""
        return {f"{self.prefix}_WRITE_TIMEOUT": seconds, f"{self.prefix}_READ_TIMEOUT": seconds}

    @property
    def prefix(self) -> str:
        """How the names of its settings begin."""
        return self.name.upper()


AERONA = System(
    name=ITS_NAME,
    title="",
    book="create",
    cancel="status",
    spoilt={"create": 7, "status": 1, "slots": 1, "patient": 1},
    writes=frozenset({"create", "status"}),
    path=AERONA_PATH,
    lines=LINES[ITS_NAME],
)
HOLDING = System(
    name=PRACSUITE,
    title=", PracSuite",
    book="finalise",
    cancel="cancel",
    spoilt={
        "finalise": 5,
        "reserve": 4,
        "cancel": 2,
        "edit": 3,
        "available": 1,
        "patients": 1,
        "appointment": 1,
        "appointments": 1,
    },
    writes=frozenset(
        {"finalise", "reserve", "cancel", "edit", "patient_create", "add_member", "remove_member"}
    ),
    path=PRACSUITE_PATH,
    readable=True,
    lines=LINES[PRACSUITE] | _MANY,
)
SYSTEMS = (AERONA, HOLDING)

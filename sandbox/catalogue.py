"""What the pretend clinic offers: its practice, clinicians, working hours and appointment types."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

PRACTICE_ID = 9876
PRACTICE_NAME = "Harbour Street Dental"

# contract §3
CLINICIAN_TYPES = {
    1: "General Dentist",
    2: "Specialist Dentist",
    3: "Hygienist",
    4: "Orthodontist",
    5: "Periodontist",
    6: "Psychiatrist",
    7: "Psychologist",
    8: "Physiotherapist",
    9: "Audiologist",
    10: "Optometrist",
    11: "Therapist",
    12: "Beautician",
    13: "GP",
    14: "Dietician",
    15: "Sports Rehabilitation Therapist",
    16: "Personal Trainer",
}

Session = tuple[time, time]


@dataclass(frozen=True)
class Clinician:
    """Someone with a book of appointments; `hours` maps a weekday (Monday is 0) to sessions."""

    id: int
    name: str
    type_id: int
    hours: Mapping[int, tuple[Session, ...]]
    raster_minutes: int  # how far apart the starting times in this clinician's book are


@dataclass(frozen=True)
class AppointmentType:
    """A service; whoever is of `clinician_type_id` gives it."""

    id: int
    name: str
    minutes: int
    clinician_type_id: int
    disabled: bool = False
    remote: bool = False


_MORNING = (time(9), time(13))
_AFTERNOON = (time(14), time(17))
_LATE = (time(14), time(20))
_DAY = (_MORNING, _AFTERNOON)
_MON, _TUE, _WED, _THU, _FRI, _SAT = range(6)

# On Mondays, Tuesdays and Thursdays the three dentists together have more than 50 starting times:
# one search cannot show such a day whole (contract §4.1).
CLINICIANS = (
    Clinician(34567, "Dr Ana Ruiz", 1, dict.fromkeys((_MON, _TUE, _WED, _THU, _FRI), _DAY), 20),
    Clinician(
        34568,
        "Dr Tom Reid",
        1,
        {_MON: _DAY, _TUE: _DAY, _WED: (_LATE,), _THU: _DAY, _FRI: (_MORNING,)},
        20,
    ),
    Clinician(
        34569,
        "Dr Priya Reed",
        1,
        {_MON: _DAY, _TUE: _DAY, _WED: _DAY, _THU: _DAY, _SAT: (_MORNING,)},
        20,
    ),
    Clinician(34570, "Mia Lindqvist", 3, dict.fromkeys((_MON, _TUE, _THU, _FRI), _DAY), 30),
    Clinician(34571, "Dr Oluwaseun Adeyemi", 4, {_TUE: _DAY, _THU: (_AFTERNOON,)}, 30),
    Clinician(34572, "Dr Helen Marsh", 2, {_MON: (_AFTERNOON,), _FRI: _DAY}, 30),
)

APPOINTMENT_TYPES = (
    AppointmentType(1864, "Check-up", 20, 1),
    AppointmentType(1865, "Hygiene visit", 30, 3),
    AppointmentType(1866, "Filling", 40, 1),
    AppointmentType(1867, "Orthodontic consultation", 30, 4),
    AppointmentType(1868, "Emergency appointment", 20, 1),
    AppointmentType(1869, "Video consultation", 20, 1, remote=True),
    AppointmentType(1870, "Root canal treatment", 60, 2),
    AppointmentType(1871, "Tooth whitening", 60, 1, disabled=True),
)

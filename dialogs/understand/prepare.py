"""Making the readers ready, so that no patient's first message waits for their tables."""

from datetime import datetime

from dialogs.understand.answers import read_any, read_position, read_yes_no
from dialogs.understand.birth import read_birth_date
from dialogs.understand.emergency import read_emergency
from dialogs.understand.match import find_named
from dialogs.understand.names import read_patient_number, read_surname
from dialogs.understand.repairs import read_repair
from dialogs.understand.said import hear
from dialogs.understand.when import read_when
from dialogs.understand.wishes import read_wishes


def prepare(now: datetime, locale: str) -> None:
    """Let every reader build what it needs of a language; a tenth of a second, once."""
    said = hear("one appoinment tomorrow at 9 on 2 January 2000", locale)
    read_emergency(said)
    read_repair(said)
    read_wishes(said)
    read_yes_no(said)
    read_any(said)
    read_position(said, 1)
    read_when(said, now, locale)
    read_birth_date(said, now.date(), locale)
    read_patient_number(said)
    read_surname(said)
    find_named(said, ())

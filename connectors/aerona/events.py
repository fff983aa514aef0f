"""What Aerona's webhooks say, read with care: nothing of their body is documented.

docs/vendors/aerona.md, Webhooks. An event is only ever a hint that something has changed, and never
the truth about it: it may be a day late, come after a younger one, come again, or be made up by
whoever has found out the address. So nothing here fails, and nobody may act on `data` without
asking Aerona.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic_core import from_json

# A record has some thousand characters. Reading much more would hold up every patient.
LONGEST = 16 * 1024

# The names under which Aerona may say it, the likeliest first; compared without case, - and _.
OBJECT_TYPE = ("objecttype", "object", "entity", "entitytype", "type")
OBJECT_ID = ("objectid", "entityid", "id")
HAPPENED = ("event", "eventtype", "eventname", "action")
PRACTICE_ID = ("practiceid", "practice")
MODIFIED = ("modified", "datemodified", "modifieddate", "timestamp")
DATA = ("data", "record", "payload")

_MOST_DIGITS = 11


class About(StrEnum):
    """The objects that Aerona tells of."""

    APPOINTMENT = "appointment"
    PATIENT = "patient"
    TREATMENT = "treatment"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Event:
    """One event, as far as it could be read; `modified` is Aerona's own text."""

    about: About = About.UNKNOWN
    object_id: int | None = None
    happened: str | None = None
    practice_id: int | None = None
    modified: str | None = None
    data: Mapping[str, object] = field(default_factory=dict, repr=False)

    def may_concern(self, practice_id: int) -> bool:
        """Whether it is about this practice, or does not say about which."""
        return self.practice_id in (None, practice_id)

    def may_change_the_diary(self) -> bool:
        """Whether it is about an appointment, or nobody knows about what."""
        return self.about in {About.APPOINTMENT, About.UNKNOWN}


def read(body: str) -> Event:
    """The event; one that says nothing where the body cannot be read."""
    if len(body) > LONGEST:
        return Event()
    try:
        told = from_json(body)
    except ValueError:
        return Event()
    if not isinstance(told, dict):
        return Event()
    named = {_folded(name): value for name, value in told.items()}
    data = _first(named, DATA)
    return Event(
        about=_about(_first(named, OBJECT_TYPE)),
        object_id=_number(_first(named, OBJECT_ID)),
        happened=_text(_first(named, HAPPENED)),
        practice_id=_number(_first(named, PRACTICE_ID)),
        modified=_text(_first(named, MODIFIED)),
        data=data if isinstance(data, dict) else {},
    )


def _folded(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def _first(named: Mapping[str, object], names: tuple[str, ...]) -> object:
    return next((named[name] for name in names if named.get(name) is not None), None)


def _about(value: object) -> About:
    """The object that the text names, alone or together with what happened to it."""
    text = value.lower() if isinstance(value, str) else ""
    # An appointment first: to take one for something else would leave an old time on offer.
    return next((about for about in About if about in text), About.UNKNOWN)


def _number(value: object) -> int | None:
    """A number that Aerona may have given, written as one or as text."""
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdigit()):
        return None
    return int(text) if len(text) <= _MOST_DIGITS else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None

"""Which number to call in an emergency, and in what words, by the country that a clinic stands in.

The words follow the NHS care card: whom to call, "now if", a few bullets, nothing else. They are a
default: every clinic has to read them, and may set its own.

The country is the one that the clinic's time zone lies in, not the one of its locale: a number that
only works elsewhere does harm, and a clinic in Sydney that writes en_GB still needs 000.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from babel.core import Locale, UnknownLocaleError, get_global

_BULLETS = (
    "it is hard to breathe or to swallow",
    "there is bleeding that does not stop",
    "the mouth, face, neck or eye is swelling and it gets worse quickly",
    "there is chest pain, or someone has passed out",
    "someone may hurt themselves or someone else",
)

# fmt: off
_EUROPEAN_UNION = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Emergency:
    """The number of the ambulance and the department that takes people in at once."""

    number: str
    department: str

    def wording(self, number: str) -> str:
        """The default wording, with the number that the clinic wants called."""
        bullets = "\n".join(f"- {bullet}" for bullet in _BULLETS)
        return f"Call {number} or go to {self.department} now if:\n{bullets}"


_ELSEWHERE = "the nearest emergency department"

_BY_COUNTRY = {country: Emergency("112", _ELSEWHERE) for country in _EUROPEAN_UNION} | {
    "GB": Emergency("999", "A&E"),
    "AU": Emergency("000", _ELSEWHERE),
    "NZ": Emergency("111", _ELSEWHERE),
    "US": Emergency("911", "the nearest emergency room"),
    "CA": Emergency("911", _ELSEWHERE),
}


def country(zone: ZoneInfo) -> str | None:
    """The country that a time zone lies in, or None for UTC."""
    name = get_global("zone_aliases").get(zone.key, zone.key)
    found: str | None = get_global("zone_territories").get(name)
    return None if found in {"ZZ", "001"} else found


def emergency(country: str | None) -> Emergency:
    """What is called in this country; without a number where that is not known here."""
    return _BY_COUNTRY.get(country or "", Emergency("", _ELSEWHERE))


def english(country: str | None) -> str:
    """The locale of English in this country; British English where there is none."""
    name = f"en_{country}"
    try:
        Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return "en_GB"
    return name

"""How days and times are said to people: by the clinic's clock, the day with its date."""

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import format_date

from connectors.model import PartOfDay, Slot
from connectors.protocols import ListsPlaces
from dialogs.talk import Talk
from dialogs.understand.wish import When

_NOON = time(12)


@lru_cache(maxsize=1024)
def _day(day_: date, locale: str, *, with_year: bool) -> str:
    pattern = "EEEE MMMM d" if locale.endswith("_US") else "EEEE d MMMM"
    return format_date(day_, f"{pattern} y" if with_year else pattern, locale=locale)


def day(day_: date, talk: Talk) -> str:
    """A day with its date, as in "Wednesday 6 August"; with the year where it is not this one."""
    return _day(day_, talk.locale, with_year=day_.year != talk.today.year)


def clock(at: time | datetime, talk: Talk) -> str:
    """A time of the day, as in "9:30am"; a moment is said by the clinic's clock."""
    _ = talk.gettext
    if isinstance(at, datetime):
        at = talk.clinic.local(at).time()
    if at == _NOON:
        return _("midday")
    return f"{at.hour % 12 or 12}:{at.minute:02}{'am' if at < _NOON else 'pm'}"


def place(place_id: str | None, talk: Talk) -> str:
    """Where to come to: the clinic, or which of its places where it has several.

    Whoever goes to the wrong one has missed the appointment, so where it is not known which one it
    is, no address is said.
    """
    clinic, places = talk.clinic, talk.catalogue.places
    name, address = clinic.name, clinic.address
    if ListsPlaces in talk.can and len(places) != 1:
        known = next((one for one in places if one.id == place_id), None)
        name, address = (clinic.name, "") if known is None else (known.name, known.address)
    return f"{name}, {address}" if address else name


def day_of(moment: datetime, talk: Talk) -> date:
    """The clinic's calendar day of a moment."""
    return talk.clinic.local(moment).date()


def moment(at: datetime, talk: Talk) -> str:
    """A day and a time, as in "Wednesday 6 August, 9:30am"."""
    return f"{day(day_of(at, talk), talk)}, {clock(at, talk)}"


def on(day_: date, talk: Talk) -> str:
    """A day as it follows a verb: "today, Monday 2 March" or "on Tuesday 3 March"."""
    _ = talk.gettext
    ahead = (day_ - talk.today).days
    if ahead == 0:
        return _("today, {day}").format(day=day(day_, talk))
    if ahead == 1:
        return _("tomorrow, {day}").format(day=day(day_, talk))
    return _("on {day}").format(day=day(day_, talk))


def on_at(at: datetime, talk: Talk) -> str:
    """A moment as it follows a verb: "on Tuesday 3 March at 9:30am"."""
    _ = talk.gettext
    return _("{on} at {clock}").format(on=on(day_of(at, talk), talk), clock=clock(at, talk))


def part(of_day: PartOfDay, talk: Talk) -> str:
    """A part of the day as it follows a day: "in the morning"."""
    _ = talk.gettext
    return {
        PartOfDay.ANY: "",
        PartOfDay.MORNING: _("in the morning"),
        PartOfDay.AFTERNOON: _("in the afternoon"),
        PartOfDay.EVENING: _("in the evening"),
    }[of_day]


def wish(when: When, talk: Talk) -> str:
    """What was understood of a wish, with its days and dates; empty for the soonest."""
    _ = talk.gettext
    said = []
    if when.first is not None and when.last is not None:
        if when.first == when.last:
            said.append(on(when.first, talk))
        else:
            first, last = day(when.first, talk), day(when.last, talk)
            said.append(_("from {first} to {last}").format(first=first, last=last))
    elif when.first is not None:
        said.append(_("from {day} on").format(day=day(when.first, talk)))
    if when.at is not None:
        said.append(_("at {time}").format(time=clock(when.at, talk)))
    elif when.not_before is not None and when.before is not None:
        between = _("between {start} and {end}")
        said.append(
            between.format(start=clock(when.not_before, talk), end=clock(when.before, talk))
        )
    elif when.not_before is not None:
        said.append(_("from {time} on").format(time=clock(when.not_before, talk)))
    elif when.before is not None:
        said.append(_("before {time}").format(time=clock(when.before, talk)))
    elif when.part is not PartOfDay.ANY:
        said.append(part(when.part, talk))
    # "tomorrow, Tuesday 3 March, in the morning" needs the comma that "on Friday ..." does not.
    near = when.first is not None and (when.first - talk.today).days in (0, 1)
    return (", " if near else " ").join(said)


def one_of(names: Sequence[str], talk: Talk) -> str:
    """Names in a row: "A, B or C"."""
    _ = talk.gettext
    if len(names) < 2:  # noqa: PLR2004 - one name needs no "or"
        return "".join(names)
    return _("{names} or {last}").format(names=", ".join(names[:-1]), last=names[-1])


def visit(slot: Slot, service: str, talk: Talk) -> str:
    """An appointment in one line: what, with whom, the day with its date, and the time."""
    _ = talk.gettext
    return _("{service} with {clinician}, {moment}").format(
        service=service, clinician=slot.clinician_name, moment=moment(slot.start, talk)
    )

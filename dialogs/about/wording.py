"""Every sentence about the clinic and about this chat."""

from dialogs.about.frame import About
from dialogs.lookup import listed, place_line
from dialogs.session import Reply
from dialogs.talk import Talk


def topic(frame: About, _talk: Talk) -> str:
    """Which of the answers was asked for."""
    return frame.wish or "clinic"


def clinic(_frame: About, talk: Talk) -> Reply:
    _ = talk.gettext
    facts = talk.clinic
    rest = _("For opening hours and anything else, ring {phone}.").format(phone=facts.phone)
    places = talk.catalogue.places
    if len(places) > 1:
        heading = _("{clinic} is at:").format(clinic=facts.name)
        return Reply(text=listed(heading, [place_line(one) for one in places], rest, talk))
    address = facts.address or "".join(one.address for one in places)
    place = f"{facts.name}, {address}." if address else f"{facts.name}."
    return Reply(text=f"{place} {rest}")


def bot(_frame: About, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "I am an automated assistant of {clinic}, not a person. "
        "Write “a person” to reach the people there, or ring {phone}."
    )
    return Reply(text=text.format(clinic=talk.clinic.name, phone=talk.clinic.phone))


def thanks(_frame: About, talk: Talk) -> Reply:
    _ = talk.gettext
    return Reply(text=_("You are welcome."))


def goodbye(_frame: About, talk: Talk) -> Reply:
    _ = talk.gettext
    return Reply(text=_("Goodbye. You can write here again at any time."))

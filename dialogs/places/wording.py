"""Every sentence about the clinic's places."""

from dialogs import lookup
from dialogs.places.frame import Places
from dialogs.session import Reply
from dialogs.talk import Talk


def which(frame: Places, talk: Talk) -> Reply:
    close = set(lookup.close(frame, talk.catalogue.place_names))
    return lookup.which(
        [
            (place.id, lookup.place_line(place))
            for place in talk.catalogue.places
            if place.id in close
        ],
        talk,
    )


def one(frame: Places, talk: Talk) -> Reply:
    """The address and how to reach the place; the clinic's phone where it has none of its own."""
    _ = talk.gettext
    found = [place for place in talk.catalogue.places if place.id == frame.one]
    if not found:
        return everywhere(frame, talk)
    (place,) = found
    lines = [
        lookup.place_line(place),
        _("E-mail: {email}").format(email=place.email) if place.email else "",
        place.website,
        _("You can ring {place} on {phone}.").format(
            place=place.name, phone=place.phone or talk.clinic.phone
        ),
    ]
    return Reply(text="\n".join(line for line in lines if line))


def everywhere(_frame: Places, talk: Talk) -> Reply:
    _ = talk.gettext
    lines = [lookup.place_line(place) for place in talk.catalogue.places]
    last = _("For anything else, ring {phone}.").format(phone=talk.clinic.phone)
    if talk.catalogue.places:
        example = talk.catalogue.places[-1].name
        last = _("To ask about one of these, write “where is {place}”.").format(place=example)
    return Reply(text=lookup.listed(_("You can find us here:"), lines, last, talk))

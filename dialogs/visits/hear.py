"""Which of somebody's appointments is meant."""

from collections.abc import Sequence

from dialogs.talk import Talk
from dialogs.understand.match import Match, find_named
from dialogs.understand.said import Said
from dialogs.understand.when import read_when
from dialogs.understand.wish import When
from dialogs.visits.visit import Visit


def meant(said: Said, listed: Sequence[Visit], talk: Talk) -> list[Visit]:
    """Those that a text may mean: by its day or hour, or else by what and whom it is for."""
    heard = read_when(said, talk.now, talk.locale, bare=False)
    if isinstance(heard, When) and (heard.first is not None or heard.at is not None):
        local = [(visit, talk.clinic.local(visit.start)) for visit in listed]
        return [
            visit
            for visit, at in local
            if (heard.first is None or heard.first <= at.date())
            and (heard.last is None or at.date() <= heard.last)
            and (heard.at is None or heard.at == at.time())
        ]
    names = [
        (str(place), f"{visit.service} {visit.patient.name}") for place, visit in enumerate(listed)
    ]
    match find_named(said, names):
        case Match(id_):
            return [listed[int(id_)]]
    return list(listed)

"""Which of somebody's appointments is meant."""

from collections.abc import Sequence

from dialogs.talk import Talk
from dialogs.understand.match import Match, find_named
from dialogs.understand.said import Said
from dialogs.understand.when import read_when
from dialogs.understand.wish import When
from dialogs.visits.visit import Visit


def meant(said: Said, listed: Sequence[Visit], talk: Talk) -> list[Visit]:
    """Those that a text may mean: by its day or hour, or else by what it is, for and with whom."""
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
    for name in (_service, _patient, _clinician):
        named = find_named(said, [(each, each) for each in dict.fromkeys(map(name, listed))])
        if isinstance(named, Match):
            listed = [visit for visit in listed if name(visit) == named.id]
    return list(listed)


def _service(visit: Visit) -> str:
    return visit.service


def _patient(visit: Visit) -> str:
    return visit.patient.name


def _clinician(visit: Visit) -> str:
    return visit.clinician

"""The pure choices about classes: what need not be asked."""

from collections.abc import Mapping

from dialogs.classes.frame import Classes
from dialogs.talk import Talk


def what(_frame: Classes, talk: Talk) -> str:
    """Whether there are classes; unknown while the clinic's system cannot be reached."""
    if talk.classes:
        return "known"
    return "no_classes" if talk.catalogue.services else "unknown"


def only_class(_frame: Classes, talk: Talk) -> Mapping[str, object] | None:
    """The only kind of class that there is."""
    return {"service": talk.classes[0]} if len(talk.classes) == 1 else None

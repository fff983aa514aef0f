"""The dialogs of one clinic, and which of them a patient's words ask for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from gettext import NullTranslations

from dialogs.clinic import Clinic
from dialogs.ports import Ports
from dialogs.session import Reply, Session
from dialogs.table import Dialog
from dialogs.talk import Talk
from dialogs.understand.said import Said
from dialogs.understand.wishes import read_wishes

# Said beside almost anything ("no thanks"), so heard only where nothing else was understood.
MANNERS = frozenset({"hello", "thanks", "goodbye"})
# Said of a class that is called by its name, as in "leave pilates"; of nothing else a wish.
_OF_A_CLASS = {"join": "classes", "leave": "cancel", "drop": "cancel"}


@dataclass(frozen=True)
class Repertoire:
    """What a clinic's conversations are made of.

    `bottom` is the dialog where every conversation starts and comes back to, `emergency` the one
    that interrupts, `person` the one that leads to people. `greeting` is said once, before all
    else.
    """

    clinic: Clinic
    dialogs: Mapping[str, Dialog]
    bottom: str
    emergency: str
    person: str
    greeting: Callable[[Talk], Reply]
    translations: NullTranslations

    def talk(self, session: Session, ports: Ports) -> Talk:
        """The world of a turn of this session."""
        return Talk(
            now=ports.now,
            clinic=self.clinic,
            catalogue=ports.catalogue,
            memory=session.memory,
            locale=self.clinic.locale,
            translations=self.translations,
            can=ports.can,
            offers=tuple((d.id, d.menu) for d in self.dialogs.values() if d.menu is not None),
        )

    def wanted(self, said: Said, talk: Talk, *, manners: bool = False) -> tuple[Dialog, str] | None:
        """The dialog that these words ask for, and by which wish; mere manners only if told to."""
        for each in read_wishes(said):
            if each in _OF_A_CLASS and not talk.names_class(said):
                continue
            wish = _OF_A_CLASS.get(each, each)
            dialog = self.dialog_for(wish) if (wish in MANNERS) == manners else None
            if dialog is not None:
                return dialog, wish
        for dialog in self.dialogs.values() if not manners else ():
            if dialog.named is not None and dialog.named(said, talk):
                return dialog, dialog.wishes[0]
        return None

    def dialog_for(self, wish: str) -> Dialog | None:
        """The dialog that serves a wish."""
        return next((one for one in self.dialogs.values() if wish in one.wishes), None)

"""The greeting, said once, and the menu to which every conversation comes back."""

from dialogs.table import Dialog, ask
from dialogs.welcome import hear, wording
from dialogs.welcome.frame import Welcome

WELCOME = Dialog(
    "welcome",
    Welcome,
    version=1,
    quiet=True,
    steps=(ask("menu", say=wording.menu, read=hear.menu, example=wording.menu_example),),
)

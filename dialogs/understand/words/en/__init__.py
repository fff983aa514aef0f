"""English, as it is written in Britain, Ireland, Australia, New Zealand and the United States."""

from dialogs.understand.words.en.danger import DANGERS
from dialogs.understand.words.en.groups import GROUPS
from dialogs.understand.words.en.naming import NAMING
from dialogs.understand.words.en.spelling import CHECKED, REAL, SIGNS, SPELLINGS
from dialogs.understand.words.en.talk import TALK
from dialogs.understand.words.en.times import TIMES
from dialogs.understand.words.table import Words

ENGLISH = Words(
    spellings=SPELLINGS,
    checked=CHECKED,
    real=REAL,
    signs=SIGNS,
    groups=GROUPS,
    times=TIMES,
    talk=TALK,
    naming=NAMING,
    dangers=DANGERS,
)

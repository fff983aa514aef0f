"""English words about days and hours."""

from dialogs.understand.words.en.time_phrases import PHRASES
from dialogs.understand.words.table import Times, words

_WEEKDAYS = {
    "monday": 0, "tuesday": 1, "tues": 1, "tue": 1, "wednesday": 2, "thursday": 3, "thurs": 3,
    "thur": 3, "thu": 3, "friday": 4, "fri": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
_MONTHS = {
    "january": 1, "february": 2, "april": 4, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12, "feb": 2, "apr": 4, "jun": 6, "jul": 7,
    "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12, "jan": 1, "mar": 3,
}  # fmt: skip
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip


def _same(words: str, value: int = 0) -> dict[str, int]:
    return dict.fromkeys(words.split(), value)


KINDS = {
    "weekday": _WEEKDAYS,
    # Words of their own; a day only where what stands beside them says so.
    "weak-weekday": {"mon": 0, "wed": 2, "sat": 5, "sun": 6},
    "weekdays": _same(
        "mondays tuesdays wednesdays thursdays fridays saturdays sundays weekday weekdays weekends"
    ),
    "month": _MONTHS,
    "weak-month": {"march": 3, "may": 5},
    "relative": {"today": 0, "tomorrow": 1},
    "tonight": _same("tonight"),
    "yesterday": _same("yesterday"),
    "part": {
        **_same("morning mornings", 0), **_same("afternoon afternoons", 1),
        **_same("evening evenings", 2),
    },
    "night": _same("night"),
    "lunch": _same("lunch lunchtime lunchtimes dinnertime"),
    "noon": _same("noon midday"),
    "number": _NUMBERS,
    "ordinal": _ORDINALS,
    "suffix": _same("st nd rd th"),
    "meridiem": {"am": 0, "pm": 1},
    "oclock": _same("oclock"),
    "hours": _same("h hr hrs hour hours"),
    "half": _same("half"),
    "quarter": _same("quarter"),
    "past": _same("past"),
    "after": _same("after"),
    "before": _same("before"),
    "until": _same("until till til"),
    "by": _same("by"),
    "to": _same("to"),
    "from": _same("from"),
    "between": _same("between"),
    "and": _same("and"),
    "or": _same("or"),
    "on": _same("on onwards onward"),
    "at": _same("at"),
    "around": _same("around about roughly approximately circa say"),
    "in": _same("in during"),
    "within": _same("within"),
    "of": _same("of"),
    "the": _same("the"),
    "a": _same("a an"),
    "next": _same("next"),
    "this": _same("this"),
    "coming": _same("coming"),
    "last": _same("last previous"),
    "day": _same("day days"),
    "week": _same("week weeks"),
    "fortnight": _same("fortnight fortnights"),
    "months": _same("month months"),
    "unit": _same("minute minutes min mins year years yrs yr"),
    "weekend": _same("weekend"),
    "ago": _same("ago"),
    "since": _same("since"),
    "for": _same("for"),
    "now": _same("now"),
    "early": _same("early"),
    "late": _same("late"),
    "vague": _same("mid middle beginning start end later later's following alternate"),
    "rating": _same("pain scale score level rate hurts"),
    "every": _same("every each"),
    "not": _same(
        "not no never nothing none unable unavailable busy away abroad off working avoid hate bad "
        "neither nor without"
    ),
    "but": _same("but however though so then although"),
    "feast": _same(
        "easter christmas xmas whit shrove maundy thanksgiving diwali eid hanukkah halloween "
        "hogmanay ramadan passover"
    ),
}  # fmt: skip

# Without any of these, a number or one of the phrases, a text tells no time.
_TELLING = words(
    """
    weekday weak-weekday weekdays month weak-month relative tonight yesterday part night lunch noon
    number ordinal day week fortnight months weekend quarter half feast
    """
)

TIMES = Times(
    kinds=KINDS,
    telling=frozenset(word for kind in _TELLING for word in KINDS[kind])
    | words("asap soonest soon sooner earliest quickest first available immediately urgently")
    | words(
        "anytime work any either whenever preference mind care flexible easy matter away once quick"
    ),
    phrases=PHRASES,
    after=words(
        """
        please if with for would will is are works work suits thanks thank ok and or but to until
        till at on in would could can may might i we you he she my that this the it so as onwards
        works good great fine best ideally preferably maybe perhaps then instead because since
        sharp latest earliest when where not which from of a an cheers possible does do should be
        was
        """
    ),
    titles=words(
        """
        dr doctor mr mrs ms miss mx prof sister nurse
        """
    ),
    subjects=words(
        """
        i he she we they you it who who've just got have been that always
        """
    ),
    month_first=words(
        """
        en en_US en_PH en_CA
        """
    ),
    polite=words(
        """
        please thanks thank you hi hello hey i we would like can could come in for on at the a an
        to it is do maybe perhaps ideally um er erm well ok yes yeah how about what date day time
        slot appointment be free am my best better prefer need want just only and or any some of
        if possible there back around about book booking was suits works good fine great
        """
    ),
    pronouns=words("one"),
    moves=words(
        "move moved moving reschedule rescheduled rescheduling rearrange rearranged postpone "
        "postponed rebook change changed changing shift swap switch push bring delay"
    ),
)

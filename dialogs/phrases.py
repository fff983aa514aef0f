"""What people write in place of pressing one of our buttons; whole phrases only, in plain words."""

from itertools import pairwise

from dialogs.understand.said import Said

# Words that may stand around a phrase without changing it.
_PADDING = frozenset(
    (
        *("a", "an", "the", "please", "thanks", "thank", "you", "sorry", "oh", "ok", "okay", "yes"),
        *("i", "we", "me", "us", "want", "would", "like", "to", "can", "could", "may", "have"),
        *("get", "give", "show", "see", "try", "do", "is", "there", "just", "some", "any", "got"),
        *("well", "and", "it", "um", "er"),
    )
)

_PHRASES: dict[str, tuple[str, ...]] = {
    "more": ("more", "more times", "other times", "different times", "another time", "other time",
             "different time", "none of these", "none of them", "none", "neither", "next",
             "others", "something else", "anything else", "show more"),
    "another_day": ("another day", "other day", "different day", "other days", "another date",
                    "different date", "change day", "not that day", "other dates", "new day"),
    "another_clinician": ("another clinician", "another doctor", "another dentist",
                          "different dentist", "different doctor", "someone different",
                          "different clinician", "another person", "somebody different"),
    "someone_else": ("someone else", "somebody else", "another person", "not me", "not for me",
                     "for someone else", "for somebody else", "different person"),
    "earliest": ("earliest", "earliest one", "first one", "soonest", "soonest one",
                 "earlier one", "early one"),
    "latest": ("latest", "latest one", "last one", "later one", "late one"),
    "book_it": ("book", "book it", "book this", "book that", "book this time", "yes book",
                "yes book it", "go ahead", "confirm", "confirm it", "that is right", "that one",
                "correct", "make booking", "yes book this time", "please book"),
    "move_it": ("move", "move it", "move this", "move that", "yes move", "yes move it",
                "please move", "change it", "yes change it"),
    "again": ("again", "try again", "retry", "once more", "try once more"),
    "fine": ("ok", "okay", "fine", "great", "good", "perfect", "cool", "lovely", "all right",
             "alright", "thats fine", "that is fine", "noted", "understood", "right"),
    "did_it_work": ("did it work", "did that work", "did it go through", "has it worked",
                    "did it get booked", "it booked", "book it again", "book again", "so booked",
                    "am i booked", "did you book it"),
    "message": ("message", "leave message", "leave a message", "send message", "call me",
                "ring me", "call back", "callback", "call me back", "ring me back"),
    "unknown_number": ("new", "new patient", "new here", "forgot", "forgotten", "lost", "not sure",
                       "no idea", "not registered", "not a patient", "never been"),
    "new": ("new", "new patient", "new here", "am new", "not registered", "not a patient",
            "never been", "register", "sign up", "join"),
    "neither": ("neither", "neither of these", "neither of them", "neither one", "none",
                "none of these", "none of them", "no mobile", "no email", "no phone", "no"),
    "agree": ("agree", "i agree", "agreed", "i do agree", "we agree", "consent", "i consent",
              "that is fine", "fine", "of course", "may keep", "may keep them", "sure"),
    "forename": ("first name", "my first name", "forename", "given name", "name", "my name"),
    "surname": ("surname", "my surname", "last name", "my last name", "family name"),
    "born": ("date of birth", "my date of birth", "birthday", "my birthday", "dob", "birth date"),
    "contact": ("mobile", "mobile number", "my mobile number", "my mobile", "number", "my number",
                "phone number", "my phone number", "phone", "email", "my email", "email address",
                "my email address", "e mail", "e mail address"),
    "coming": ("come", "i will come", "will come", "i will be there", "will be there", "confirm",
               "confirm it", "coming", "i am coming", "am coming", "yes coming", "attend",
               "will attend", "i will attend"),
    "arrived": ("arrived", "i have arrived", "have arrived", "here", "i am here", "am here",
                "i'm here", "at the clinic", "in the waiting room", "have just arrived"),
    "cancel": ("cancel", "/cancel", "cancel it", "cancel this", "cancel that", "cancel appointment",
               "cancel my appointment", "cancel this appointment", "yes cancel it",
               "yes cancel", "leave class", "leave this class"),
    "nothing": ("nothing", "nothing thanks", "no", "no thanks", "no thank you", "nothing else",
                "that is all", "all", "fine", "keep", "keep it", "no keep it", "leave it",
                "keep it as it is"),
    "carry_on": ("carry on", "go on", "continue", "not emergency", "this is not an emergency",
                 "this is not emergency", "it is not an emergency", "it is not emergency",
                 "no emergency", "not an emergency", "i am fine", "am fine", "no"),
}  # fmt: skip


def _core(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _PADDING)


_CORES = {
    key: frozenset(_core(tuple(phrase.split())) for phrase in phrases) - {()}
    for key, phrases in _PHRASES.items()
}


def says(said: Said, key: str) -> bool:
    """Whether the whole utterance, but for polite padding, is one of the phrases for this."""
    return _core(said.words) in _CORES[key]


# Said anywhere in a sentence, these say that something is not known.
_NOT_KNOWN = (
    ("do", "not", "know"),
    ("do", "not", "have"),
    ("do", "not", "remember"),
    ("have", "not", "got"),
    ("can", "not", "find"),
    ("can", "not", "remember"),
    ("not", "got", "one"),
    ("no", "idea"),
    ("not", "sure"),
    ("forgotten",),
    ("forgot",),
    ("lost",),
)
# The same, of who is not known to the clinic at all.
_NEW = (
    ("new", "patient"),
    ("am", "new"),
    ("is", "new"),
    ("are", "new"),
    ("new", "here"),
    ("never", "been"),
    ("first", "time"),
    ("not", "registered"),
    ("not", "a", "patient"),
    ("want", "to", "register"),
)


def does_not_know(said: Said) -> bool:
    """Whether somebody says that they are new, or do not know or have what was asked for."""
    return says(said, "unknown_number") or _holds(said, (*_NOT_KNOWN, *_NEW))


def is_new(said: Said) -> bool:
    """Whether somebody says that the clinic does not know them yet."""
    return says(said, "new") or _holds(said, _NEW)


def _holds(said: Said, phrases: tuple[tuple[str, ...], ...]) -> bool:
    words = said.words
    return any(
        words[at : at + len(phrase)] == phrase
        for phrase in phrases
        for at in range(len(words) - len(phrase) + 1)
    )


_RELATIVES = frozenset(
    (
        *("son", "daughter", "child", "kid", "kids", "children", "baby", "boy", "girl", "twins"),
        *("husband", "wife", "partner", "boyfriend", "girlfriend", "fiance", "fiancee", "spouse"),
        *("mother", "mum", "mom", "mam", "father", "dad", "parents", "brother", "sister"),
        *("grandmother", "grandfather", "grandma", "grandad", "nan", "granny", "gran", "uncle"),
        *("aunt", "niece", "nephew", "grandson", "granddaughter", "friend", "neighbour"),
        *("him", "her", "them", "wife's", "stepson", "stepdaughter", "carer"),
    )
)
_OWNERS = frozenset(("my", "our"))


def speaks_of_another(said: Said) -> bool:
    """Whether somebody else than the writer is spoken of, as in "for my son"."""
    words = said.words
    return any(
        (first in _OWNERS or first == "for") and second in _RELATIVES
        for first, second in pairwise(words)
    )

"""Yes and no, "I do not mind", and which of those offered."""

import pytest

from dialogs.understand.answers import read_any, read_position, read_yes_no
from dialogs.understand.said import hear

YES = """
yes
yes please
yep
yeah
ok
okay
OK!
that's fine
sure
of course
yes, that's right
sounds good
perfect thanks
go ahead
book it
that works
yes book it
correct
👍
👍🏽
yes i do
I do
aye
please do
yes that is fine thank you
yes it is
fine by me
yup
Yes.
y
sure thing
looks good
that one is fine
great
confirm
why not
absolutely
yeah that works
yes yes
yesss
works for me
good for me
I'm happy with that
lovely, thanks
ok thanks
that's great
that suits me
""".strip().splitlines()

NO = """
no
no thanks
nope
no thank you
nah
not really
no, that's wrong
that's not right
I don't
no I don't
don't book it
👎
never
no not that one
no way
no it isn't
wrong
not now
n
No!
please don't
I'd rather not
no don't
it doesn't suit me
that does not work
none of these
no good
not that one
""".strip().splitlines()

# More than a yes or a no, or neither.
NEITHER = """
yes but later
yes, but with someone else
no, that's fine
maybe
I think so
not sure
yes or no
no problem at all but
is it ok
yes at 10
no, Tuesday
fine print
good morning
what
right tooth
ok cancel it
thanks
hello
later
perhaps
yes no
I don't know
2
great aunt
no yes
cancel
""".strip().splitlines()

ANY = """
don't mind
I don't mind
any
anyone
whoever
whichever
either
no preference
I don't care
anyone is fine
whoever is free
doesn't matter
it doesn't matter who
any of them
either is fine
you choose
not bothered
up to you
any dentist
anybody
I don't mind who
I really don't mind
first available
whatever
any will do
no matter
""".strip().splitlines()

NOT_ANY = """
anyone there
any news
I mind
don't mind the wait but Monday
tomorrow
no
do you have any
any pain
whatever happened to my booking
either Monday or
""".strip().splitlines()

POSITIONS = {
    "2": 2,
    "the second one": 2,
    "number two": 2,
    "last one": 5,
    "the first": 1,
    "option 3": 3,
    "#4": 4,
    "3)": 3,
    "1.": 1,
    "no. 2": 2,
    "second": 2,
    "2nd": 2,
    "the 3rd please": 3,
    "I'll take the first one": 1,
    "first": 1,
    "one": 1,
    "number one": 1,
    "two please": 2,
    "9": None,
    "0": None,
    "the last": 5,
    "that one": None,
    "the one": None,
    "two or three": None,
    "2 please": 2,
    "yes": None,
    "second opinion": None,
    "first available": None,
    "10": None,
    "the fourth one thanks": 4,
    "option one": 1,
    "1st": 1,
    "": None,
    "2 3": None,
    "9.30": None,
    "ok 2": 2,
    "I'd like number 3 please": 3,
    "2️⃣": 2,
    "five": 5,
}


@pytest.mark.parametrize("text", YES)
def test_a_yes(text: str) -> None:
    assert read_yes_no(hear(text)) is True


@pytest.mark.parametrize("text", NO)
def test_a_no(text: str) -> None:
    assert read_yes_no(hear(text)) is False


@pytest.mark.parametrize("text", NEITHER)
def test_whatever_says_more_is_neither(text: str) -> None:
    assert read_yes_no(hear(text)) is None


@pytest.mark.parametrize("text", ANY)
def test_any_of_them_will_do(text: str) -> None:
    assert read_any(hear(text))


@pytest.mark.parametrize("text", NOT_ANY)
def test_the_word_any_alone_does_not_mean_that_any_will_do(text: str) -> None:
    assert not read_any(hear(text))


@pytest.mark.parametrize(("text", "place"), POSITIONS.items())
def test_which_of_five(text: str, place: int | None) -> None:
    assert read_position(hear(text), 5) == place


def test_there_is_no_third_of_two() -> None:
    assert read_position(hear("the third one"), 2) is None
    assert read_position(hear("last one"), 2) == 2
    assert read_position(hear("1"), 0) is None

"""Texts that hold no date, however much they look like it, and readings that must not be."""

import pytest

from tests.understand.telling import tell

NO_DATE = """
may I
may I come in
may I ask a question
can I book please
I sat on a chair
I sat at the desk
we sat in the waiting room
Dr March
Dr May please
I'd like to see Dr March
my name is April
June is my daughter
this is Jan speaking
I'm wed to a dentist
the sun hurts my eyes
sun cream
mon ami
second opinion
a second opinion please
one second
just a second
the first one
the second one
the last one
number two
2
12
426909
my son is 5
my son is 5 years old
I have 2 children
two fillings please
3 crowns
for 2 people
at 5 High Street
9 Elm Road
I live at 12 Mill Lane
room 3
24/7
are you open 24/7
my pain is 7/10
pain 8/10
call me on 07700 900123
0207 946 0000
+44 20 7946 0000
it costs £50
is it £9.30
50% off
good morning
good afternoon
good evening all
Morning! Can I ask something
one day I will
the other day
once a day
twice a week
three times a day
how much is it
hello
thanks
yes
no
cancel
what
where are you
it broke in half
half price
quarter of an hour
a minute
I take 2 tablets
a day return ticket
all day long
night guard
my night brace is broken
morning sickness
I march every morning to work
march on
the march
fall over
spring clean
the dentist I had before
after the extraction it hurts
before I book, what does it cost
from the clinic
by the way
in the end
at last
at home
to be or not to be
between you and me
around here
last time
next please
who is next
this one
the next step
my 3rd visit
the 5th floor
my 2nd crown
on my 20th birthday
1/2 hour appointment
version 1.2
1.5 hours
2.5 mg
I'm 42
born in 1984
it happened in 2019
emoji 😀 only
😀
???
...
what a lovely day
see you soon
my first appointment
I have had this for two weeks
it started three days ago and it is getting worse
my mum is 83
is it closed on bank holidays
the pharmacy said something
you said so on the phone
""".strip().splitlines()

# Each of these names a day that is not wanted; whatever is read, it must not be that.
NOT_MONDAY = """
not Monday
no Mondays
not on Monday
not on a Monday please
any day except Monday
any day but Monday
any day apart from Monday
every day but Monday
anything but Monday
other than Monday
I can't do Monday
I cannot make Monday
I can't come on Monday
cant do monday
Monday is no good
Monday is bad
Monday doesn't work
Monday isn't possible
I'm busy on Monday
I am away on Monday
I'm working Monday
Monday I am not free
never on Monday
unless it's Monday
if not Monday then Tuesday
Tuesday, not Monday
not Monday, Tuesday
I can't do Monday but Tuesday works
Tuesday instead of Monday
Tuesday rather than Monday
move my appointment from Monday to Tuesday
move my Monday appointment
since Monday
last Monday
easter monday
bank holiday Monday
""".strip().splitlines()


@pytest.mark.parametrize("text", NO_DATE)
def test_no_time_is_read_out_of_a_text_that_has_none(text: str) -> None:
    assert tell(text) == "-"


@pytest.mark.parametrize("text", NOT_MONDAY)
def test_a_day_that_is_not_wanted_is_never_read(text: str) -> None:
    assert "Mon" not in tell(text)


@pytest.mark.parametrize("text", ["2", "9", "ten", "twelve", "half", "11"])
def test_a_number_alone_is_no_time(text: str) -> None:
    assert tell(text) == "-"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2", "at 14:00 [pm]"),
        ("9", "at 09:00 [am]"),
        ("ten please", "at 10:00 [am]"),
        ("9 or 10", "which? at 09:00 [am] / at 10:00 [am]"),
        ("9.30", "at 09:30 [am]"),
        ("1030", "at 10:30"),
        ("9-11", "09:00-11:00 [am]"),
        ("10 to 12", "10:00-12:00 [am]"),
        ("13", "-"),
        ("the second one", "-"),
        ("2 people", "-"),
    ],
)
def test_a_number_alone_is_a_time_where_one_was_asked_for(text: str, read: str) -> None:
    assert tell(text, bare=True) == read

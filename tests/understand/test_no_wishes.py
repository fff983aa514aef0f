"""What only sounds like a wish."""

import pytest

from dialogs.understand.said import hear
from dialogs.understand.wishes import read_wishes

# None of these may be taken for the wish they stand under.
OTHERWISE = {
    "cancel": """
I don't want to cancel
I do not want to cancel my appointment
please don't cancel my appointment
was my appointment cancelled
why did you cancel my appointment
what happens if I cancel
is there a cancellation fee
what is your cancellation policy
how late can I cancel
cancel my subscription
cancel my direct debit
I'd rather move it than cancel
can I reschedule instead of cancelling
has the clinic cancelled my appointment
I never cancelled
my flight was cancelled
any cancellations?
did someone cancel
I have breast cancer
cancer screening
no need to cancel
if someone cancels let me know
cancel
I can't come on Monday
I don't want it
not coming by car
I will not be late
can I book an appointment
I need root canal
how do cancellations work
my card was cancelled
I'm not cancelling
do I have to pay if I cancel my appointment
you cancelled my appointment
""",
    "instead": """
I can make it Wednesday
another appointment on Wednesday
I have changed my mind
I don't want to change it to Wednesday
can I change my address
""",
    "confirm": """
can you confirm my appointment is at 3
please confirm the price
could you confirm what time it is
I can't confirm yet
I'm not sure I can come
I won't be there
I can't make it
confirm your address
I will come if it rains not
I might come
is my appointment confirmed
has it been confirmed
I'm not coming
we will not attend
I'm coming down with a cold
will you be there
can you confirm
""",
    "arrived": """
I'm not here yet
not here yet
when I arrive what do I do
I haven't arrived
I'll be there soon
I have not arrived
almost there
nearly here
what should I do when I'm here
has my crown arrived
if I arrive early
is anyone here
I am here to book
have my results arrived
I will have arrived by 3
are you here
the letter arrived
I'm new here
I live here
""",
    "book": """
I don't want to book
cancel my appointment
I need to cancel my appointment
reschedule my appointment
when is my appointment
do I have an appointment
I have an appointment tomorrow
I'm late for my appointment
I'm here for my appointment
I have booked already
I read a book
book a table
how much is an appointment
I missed my appointment
my appointment is at 9
confirm my booking
I booked an appointment yesterday
can I book a taxi
do I need an appointment
what time is my appointment
do not book anything
is my appointment booked
thanks for the appointment
facebook
I already have an appointment
""",
    "late": """
do you have late appointments
how late are you open
is it too late to book
I am not late
a late appointment please
why are you running late
late evening appointments
""",
    "move": """
I moved house
change my address
I have changed my mind
I don't want to move my appointment
change my phone number
no need to move it
I can't move my jaw
my tooth moved
can I change my name
did you move my appointment
why was my appointment moved
I'm moving to Leeds
""",
    "person": """
I'm a person
who is the person
my person
is there a personal record
do you speak English
are you a real person
speak English
a person with diabetes
""",
    "hello": """
I said hello
tell him hi
this is high
say hello to him
""",
    "bot": """
my robot
who are you seeing
are you open
is this ok
are you sure
""",
    "prices": """
how much longer
how much time do you need
how much notice
""",
    "clinic": """
where is my appointment
my phone number is
my address is 5 High St
""",
    "team": """
is Dr Ruiz in tomorrow
is Dr Reid free on Friday
can I see Dr Reid
who is it
who am I seeing
who is my appointment with
who are you
I was with Dr Reid last time
an appointment with Dr Reid please
another dentist please
a different doctor
who does my appointment
Dr Reid
""",
    "places": """
where are you
where is the clinic
what is your address
where is my appointment
do you have a place tomorrow
in the first place
is there a place free
""",
    "services": """
how long do I have to wait
how long is the wait
how long will it hurt
how long have you been open
how long does a filling last
how long does it take to get there
how much longer
I need a treatment
customer service
how long until my appointment
""",
    "classes": """
I am a first class patient
book an appointment
group booking
any session free on Monday
my son is in school class
""",
    "thanks": """
no
""",
    "goodbye": """
see you have a slot
""",
}


@pytest.mark.parametrize(
    ("wish", "text"),
    [(wish, text) for wish, said in OTHERWISE.items() for text in said.strip().splitlines()],
)
def test_what_only_sounds_like_a_wish(wish: str, text: str) -> None:
    assert wish not in read_wishes(hear(text))

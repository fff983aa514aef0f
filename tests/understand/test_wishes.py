"""What patients want, and what only sounds like it."""

import pytest

from dialogs.understand.said import hear
from dialogs.understand.wishes import read_wishes

WISHES = {
    "book": """
I'd like to book an appointment
book an appointment please
can I book a check-up
I need an appointment
can I get an appointment tomorrow
do you have anything free on Friday
is there anything available next week
any slots tomorrow?
when can I come in
I want to see the dentist
can I see the hygienist next week
my son needs to see a dentist
can you fit me in today
squeeze me in please
I need an emergency appointment for a broken tooth
make an appointment
schedule a visit
I would like a check up
I need a filling
book me in for Monday
next available appointment
earliest appointment please
I'm due a check-up
appointment with Dr Ruiz
an appointment please
appointment
book
booking for my daughter
new appointment
can I arrange a visit
I'd like to come in tomorrow
Hi, can my son see the hygienist any morning next week
have you got any appointments on Tuesday
are there any free slots this week
I want to make a booking
could I have an appointment with the hygienist
I need to be seen today
set up an appointment
can I get seen tomorrow
looking for an appointment
I'd like another appointment
please book
""",
    "appointments": """
my appointments
when is my appointment
what time is my appointment
do I have an appointment
when am I booked in
is my appointment confirmed
show my appointments
list my appointments
what appointments do I have
when's my next appointment
check my appointment
is it booked
have I got an appointment tomorrow
I forgot when my appointment is
where is my appointment
who is my appointment with
see my bookings
did my booking go through
what have I got booked
upcoming appointments
is my booking still on
""",
    "confirm": """
I confirm my appointment
confirm my appointment
I'd like to confirm my appointment
I will be there
I'll be there
I'm coming tomorrow
we will attend
I will come
confirm appointment
I can make it
I confirm I'm coming
I'll definitely be there
yes I will be there
I want to confirm my booking for Tuesday
""",
    "arrived": """
I'm here
I have arrived
I've arrived
arrived
we're here
I am outside
I'm in the waiting room
I've just arrived
just arrived
check me in
I'm at reception
here for my appointment
I'm here for my 3pm appointment
we have arrived for our appointment
I'd like to check in
im here now
just got here
sitting in the waiting room
""",
    "cancel": """
I'd like to cancel my appointment
cancel my appointment
please cancel my booking
can I cancel my appointment on Tuesday
I need to cancel tomorrow
cancel tomorrow's appointment
cancel my 3pm appointment
I want to cancel
I have to cancel my check-up
I no longer need my appointment
I don't need the appointment anymore
could you cancel the appointment
cancel both appointments
I need to cancel Monday's appointment
call off my appointment
cancle my appointment pls
I wish to cancel my son's appointment
""",
    "move": """
move my appointment
I need to reschedule
reschedule my appointment
can I change my appointment to Friday
change the time of my appointment
postpone my appointment
can I rearrange
I'd like to move my appointment to next week
can we push my appointment back
bring my appointment forward
switch my appointment to another day
could I move it to Thursday
""",
    "late": """
I'm running late
I will be late
I'm going to be 10 minutes late
running 5 minutes late
stuck in traffic
I'll be a bit late
we're late
I'm late
sorry I'm running behind
my train is delayed
I will be about ten minutes late for my appointment
""",
    "prices": """
how much is a check-up
what does a filling cost
prices
how much do you charge
what are your fees
price list please
cost of a crown
how much does it cost
is whitening expensive
""",
    "account": """
my invoice
I want to see my invoices
do I owe anything
have I paid
what's my balance
can I get a receipt
payments
I was charged twice
my bill please
I'd like to pay my bill
refund
""",
    "clinic": """
where are you
where is the clinic
opening hours
what time do you open
when are you open
are you open on Saturday
what's your address
phone number
is there parking
how do I get there
what is your phone number
what time do you close
where are you located
directions to the clinic
""",
    "team": """
who works here
who works at the clinic
who is Dr Reid
who is Dr. Reid?
which dentists do you have
what doctors do you have
how many dentists work there
who are your dentists
who does fillings
who does root canals
which dentist does implants
tell me about Dr Ruiz
your team
meet the team
who is your hygienist
which physios do you have
who can do a root canal
list of your doctors
who is Mrs Patel
what does Dr Reid do
""",
    "places": """
which locations do you have
what branches do you have
how many clinics do you have
do you have other locations
where is the Quay Street branch
where are your clinics
your locations
list of branches
do you have another clinic
what is the address of the north branch
which branches are there
phone number for the Leith branch
nearest branch to me
""",
    "services": """
which services do you offer
what treatments do you do
what services do you have
list of services
how long does a check-up take
how long does the hygiene visit take
how long is a filling
how long is a hygiene appointment
what do you offer
do you offer whitening
what kind of appointments do you have
what can you do
what else do you offer
how many minutes is a check-up
""",
    "classes": """
which classes do you have
yoga classes
is there a yoga class on Monday
any pilates class this week
join the pilates class
I'd like to join a class
which group classes have room
is there a place in the yoga class
can I sign up for the back class
group sessions
what classes are on next week
""",
    "person": """
can I speak to someone
I want to talk to a human
speak to reception
real person please
put me through to reception
can someone call me back
I'd rather speak to a person
call me please
talk to the receptionist about my bill
""",
    "hello": """
hi
hello
hey there
good morning
Good afternoon, I'd like to book
hello!
hiya
hi can I book
""",
    "thanks": """
thanks
thank you
many thanks
thanks a lot
cheers
thank you so much
ok thanks
thx
""",
    "goodbye": """
bye
goodbye
see you
see you tomorrow
have a nice day
bye bye
good night
that's all
""",
    "instead": """
can I change it to wednesday
change it to wednesday
can we make it wednesday instead
wednesday instead
swap to thursday please
I cant come tuesday, can I do wednesday
I can't come on Tuesday
actually make it 3pm
can I have Wednesday rather than Tuesday
Thursday would be better
change it
""",
    "bot": """
are you a robot
are you human
is this a bot
am I talking to a real person
are you a real person?
who are you
who am I talking to
are you a computer
""",
}


def rows(tables: dict[str, str]) -> list[tuple[str, str]]:
    return [(wish, text) for wish, said in tables.items() for text in said.strip().splitlines()]


@pytest.mark.parametrize(("wish", "text"), rows(WISHES))
def test_a_wish(wish: str, text: str) -> None:
    assert wish in read_wishes(hear(text))


@pytest.mark.parametrize("wish", ["book", "confirm", "arrived", "cancel", "move"])
def test_a_wish_to_act_is_read_out_of_no_other(wish: str) -> None:
    """Whatever changes the diary is read only where it was meant, or where both were said."""
    both = {"cancel", "move"}
    for other, text in rows(WISHES):
        if other != wish and not {other, wish} <= both:
            assert wish not in read_wishes(hear(text)) or other == "hello", text


@pytest.mark.parametrize("text", ["book a yoga class", "book me into the back class on Monday"])
def test_whoever_books_a_class_means_the_class_first(text: str) -> None:
    assert read_wishes(hear(text))[0] == "classes"


def test_several_wishes_come_in_their_order() -> None:
    said = hear("Hello, I'd like to book a check-up. How much is it?")
    assert read_wishes(said) == ("hello", "book", "prices")
    said = hear("Good morning, where are you and when are you open? Thanks")
    assert read_wishes(said) == ("hello", "clinic", "thanks")


def test_who_cannot_make_an_appointment_may_want_to_move_or_to_cancel_it() -> None:
    assert set(read_wishes(hear("I can't make my appointment on Tuesday"))) == {"cancel", "move"}

"""The emergency check: what must never be missed, and what must not raise an alarm."""

import pytest

from dialogs.understand.emergency import read_emergency
from dialogs.understand.said import hear

DANGER = """
I have chest pain
I've got really bad chest pains
my chest hurts
pain in my chest
there's a pain across my chest and down my arm
tightness in my chest
my chest feels tight
chest is so tight
chist pain
Dad thinks he is having a heart attack
I can't breathe
cant breath
i cannot breathe properly
I can hardly breathe
she's struggling to breathe
difficulty breathing since the morning
trouble breathin
it's hard to breathe
finding it hard to breath
short of breath
shortness of breath and sweating
he's not breathing
my son stopped breathing
breathing is getting very bad
he is turning blue
her lips are blue
my baby is choking
choking on a tooth
choked on a crown
asthma attack and the inhaler isn't working
I think she's having a stroke
my mum had a stroke just now
his face is drooping
one side of my face is drooping
her speech is slurred
can't move my left arm
my right arm suddenly went weak and numb on one side
numbness down one side of my body
sudden weakness in my leg
sudden confusion
lost consciousness
worst headache of my life
my husband is unconscious
he's uncontious on the floor
she passed out
my daughter fainted
grandad collapsed in the kitchen
he was knocked out at football
he's not responding
she won't wake up
I can't wake him up
not waking up
having a seizure
he is having a fit
my gum won't stop bleeding
bleeding that will not stop
the bleeding hasn't stopped since the extraction
I can't stop the bleeding
it is bleeding heavily
bleeding a lot after the extraction
so much blood, blood everywhere
he's losing a lot of blood
severe bleeding
coughing up blood
vomiting blood
I'm pregnant and bleeding
head injury, he was hit by a ball
hit my head and now I'm vomiting
I fell and hit my head
she banged her head badly
overdose
I took an overdose
took too many paracetamol
I've taken a whole packet of tablets
too many pills
she took all my tablets
he has swallowed a whole box of painkillers
he was shot
my son swallowed a battery
she drank bleach
bleach in my eye
anaphylaxis
anaphylactic shock
severe allergic reaction
I'm having an allergic reaction to the antibiotics
my throat is swelling
throat is closing up
my tongue is swollen
swelling of the tongue
swollen throat
my neck is swelling
swelling is spreading to my eye
the swelling has spread down my neck
abscess and it's spreading to the neck
my face is swollen and I have a fever
my jaw is swollen with a temperature of 39
high fever and swelling
my eye is swollen shut
I can't swallow
difficulty swallowing
I can't open my mouth
I can hardly open my mouth
call an ambulance
I need an ambulance
should I call 999
it's an emergency
It is an emergency!!!
this is an emergency
emergency
EMERGENCY!
emergancy
this is a medical emergency
help, emergency
I have an emergency
he's been stabbed
I was electrocuted
car accident just now
I'm dying
I think I'm dying
I do not have a fever but chest pain yes
""".strip().splitlines()

SELF_HARM = """
I'm suicidal
I am feeling suicidal
thinking about suicide
I want to kill myself
I'm going to kill myself
i wanna kill myself
I want to end my life
I just want to end it all
I want to die
I wish I was dead
everyone would be better off without me
I don't want to live anymore
I do not want to be here any more
don't want to be alive
no reason to live
nothing to live for
I can't go on like this
self harm
I've been self-harming
I have been cutting myself
I want to hurt myself
thoughts of harming myself
I'm thinking of hurting myself
he says he will take his own life
she is going to kill herself
sucidal
""".strip().splitlines()

CALM = """
This is not an emergency
it's not an emergency
it isn't an emergency but soon please
not an emergency
I need an emergency appointment for a broken tooth
emergency appointment please
can I get an emergency slot today
do you do emergency appointments
is there an emergency dentist
I have an emergency appointment tomorrow
what is the emergency number of the clinic
I'd like to book a check-up
my tooth hurts
I have toothache
terrible toothache since Monday
this tooth is killing me
I could kill for a coffee
I'm dying to see the hygienist
my gums bleed when I brush
my filling fell out
I chipped a tooth
the crown came off
a stroke of luck
bleeding gums
my back hurts
I have a cold
cancel my appointment
can I speak to a person
I have a blocked nose
my son is 5 and has never seen a dentist
knocked over my coffee
I can't come on Monday
I can't make it
I can't wait to see you
I can't find your address
the dentist was hard to find
I've got a heart of gold
chest of drawers delivery at 9
can you call me back
it's my daughter's first visit
a breath of fresh air
I'd like whiter teeth
I have a mouth ulcer
my jaw clicks
I would like a scan
wisdom tooth out
how much is an extraction
I will be late, stuck in traffic
blood test please
I took painkillers this morning
took two paracetamol yesterday
I take medicine for my heart
I took my tablets and feel better
my daughter needs a flu shot
I had my tablets today
my baby is due in May
I passed my driving test
the pharmacy is out of tablets
I cut myself shaving
life is good
hello
thanks
😀😀😀
2
next Tuesday at 9
""".strip().splitlines()


@pytest.mark.parametrize("text", DANGER)
def test_signs_of_danger_are_seen(text: str) -> None:
    assert read_emergency(hear(text)) == "emergency"


@pytest.mark.parametrize("text", SELF_HARM)
def test_words_of_self_harm_are_seen(text: str) -> None:
    assert read_emergency(hear(text)) == "self_harm"


@pytest.mark.parametrize("text", CALM)
def test_ordinary_messages_raise_no_alarm(text: str) -> None:
    assert read_emergency(hear(text)) is None


@pytest.mark.parametrize(
    "text", ["I do not have chest pain", "no difficulty breathing", "was told to call 999"]
)
def test_a_danger_that_is_denied_may_still_be_seen(text: str) -> None:
    """Safety first: somebody who writes of chest pain at all reads the number to call."""
    assert read_emergency(hear(text)) == "emergency"


def test_danger_is_seen_within_a_long_message_about_something_else() -> None:
    text = (
        "Hello, I would like to move my appointment on Tuesday with Dr Ruiz to Thursday if that is "
        "at all possible. By the way my chest hurts and my left arm is numb. Many thanks, Ann"
    )
    assert read_emergency(hear(text)) == "emergency"


def test_danger_is_seen_behind_much_that_means_nothing() -> None:
    assert read_emergency(hear("x. " * 90 + "I am choking")) == "emergency"


@pytest.mark.parametrize("text", ["CHEST PAIN", "chest-pain", "chest... pain", "Chest  pain 😱"])
def test_marks_and_capitals_change_nothing(text: str) -> None:
    assert read_emergency(hear(text)) == "emergency"

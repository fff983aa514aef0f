"""Whole sentences; said on Wednesday 4 March 2026 at 10:00 in London."""

import pytest

from tests.understand.telling import table, tell

TOGETHER = """
tomorrow at 9                                => Thu 5 Mar at 09:00 [am]
tomorrow 9                                   => Thu 5 Mar at 09:00 [am]
9 tomorrow morning                           => -
9.30 tomorrow                                => Thu 5 Mar at 09:30 [am]
2pm on Friday                                => Fri 6 Mar at 14:00
Friday 2pm                                   => Fri 6 Mar at 14:00
Friday at 2                                  => Fri 6 Mar at 14:00 [pm]
Friday at half two                           => Fri 6 Mar at 14:30 [pm]
on Friday after 3                            => Fri 6 Mar after 15:00 [pm]
Friday before 11                             => Fri 6 Mar before 11:00 [am]
Monday between 10 and 12                     => Mon 9 Mar 10:00-12:00 [am]
Monday 10-12                                 => Mon 9 Mar 10:00-12:00 [am]
next Tuesday at quarter past 4               => Tue 10 Mar at 16:15 [next_week pm]
6 August at 9:30am                           => Thu 6 Aug at 09:30
at 9:30 on the 14th                          => Sat 14 Mar at 09:30 [am]
tomorrow morning around 10                   => Thu 5 Mar at 10:00
noon tomorrow                                => Thu 5 Mar at 12:00
next week in the afternoon                   => Mon 9 Mar to Sun 15 Mar afternoon
Monday to Wednesday after 3                  => Mon 9 Mar to Wed 11 Mar after 15:00 [pm]
Tuesday or Thursday afternoon                => which? Tue 10 Mar afternoon / Thu 5 Mar afternoon
Tuesday afternoon or Thursday                => which? Tue 10 Mar afternoon / Thu 5 Mar
Tuesday morning or Thursday afternoon        => which? Tue 10 Mar morning / Thu 5 Mar afternoon
mornings on Tuesday or Thursday              => which? Tue 10 Mar morning / Thu 5 Mar morning
tomorrow 2pm or Friday 9am                   => which? Thu 5 Mar at 14:00 / Fri 6 Mar at 09:00
Monday or Tuesday morning                    => Mon 9 Mar to Tue 10 Mar morning
tomorrow at 9 or 10am                        => which? Thu 5 Mar at 09:00 [am] / Thu 5 Mar at 10:00
9am or 11am                                  => which? at 09:00 / at 11:00
morning or evening                           => which? morning / evening
tomorrow, Thursday                           => Thu 5 Mar
Hi, can I get a check-up tomorrow morning with Dr Ruiz please? => Thu 5 Mar morning
could I see the hygienist next week, in the afternoon => Mon 9 Mar to Sun 15 Mar afternoon
could my daughter come on Friday after school at half past 3? => Fri 6 Mar at 15:30 [pm]
do you have anything on the 14th at 9?       => Sat 14 Mar at 09:00 [am]
Hello, a filling, ideally Monday or Tuesday before 11 => Mon 9 Mar to Tue 10 Mar before 11:00 [am]
can you fit me in today?                     => Wed 4 Mar
anything this afternoon?                     => Wed 4 Mar afternoon
I have toothache, can I come today at 2?     => Wed 4 Mar at 14:00 [pm]
what about Thursday then                     => Thu 5 Mar
Thursday would be great, thanks              => Thu 5 Mar
no, Thursday                                 => Thu 5 Mar
no sorry, Friday afternoon                   => Fri 6 Mar afternoon
yes, Monday at 10 is fine                    => Mon 9 Mar at 10:00 [am]
I was in last week, can I come again on Monday? => Mon 9 Mar
I've had pain for 3 days, can I come tomorrow? => Thu 5 Mar
since Monday it hurts, can I come tomorrow?  => Thu 5 Mar
my filling fell out yesterday, anything tomorrow? => Thu 5 Mar
it takes 2 hours, is Friday ok?              => Fri 6 Mar
"""

MOVING = """
move my appointment to Tuesday               => Tue 10 Mar
move my Monday appointment to Tuesday        => Tue 10 Mar
can you change it from Monday to Wednesday   => Wed 4 Mar
reschedule for Friday                        => Fri 6 Mar
change my appointment to 3pm                 => at 15:00
move my 3pm to 4pm                           => -
postpone until next week                     => Mon 9 Mar to Sun 15 Mar
move my Monday appointment                   => -
move it from 3 to 4                          => -
"""

EXCLUDED = """
not Monday                                   => -
any day except Monday                        => -
any day but Monday                           => -
anything but Monday                          => -
except Mondays                               => -
I can't do Monday                            => -
I cannot come on Tuesday                     => -
Monday is no good                            => -
Monday doesn't work for me                   => -
Mondays are bad                              => -
next week but not Monday                     => -
any morning next week except Monday          => -
not in the morning                           => -
not before lunch                             => afternoon
Tuesday, not Monday                          => Tue 10 Mar
not Monday, Tuesday                          => Tue 10 Mar
I can't do Monday but Tuesday works          => Tue 10 Mar
Monday is no good, Tuesday is fine           => Tue 10 Mar
Monday or Tuesday is no good                 => -
not Monday or Tuesday                        => -
neither Monday nor Tuesday                   => -
Wednesday instead of Monday                  => Wed 4 Mar
Tuesday rather than Thursday                 => Tue 10 Mar
I'm away until the 14th                      => -
I'm busy on Friday                           => -
never on a Sunday                            => -
if not Monday then Tuesday                   => -
"""

UNSAID = """
every Tuesday                                => -
Mondays and Thursdays                        => -
easter monday                                => -
good friday                                  => -
bank holiday Monday                          => -
christmas eve                                => -
early next week                              => -
the end of next week                         => -
mid April                                    => -
the first Monday of April                    => -
last Friday in April                         => -
9 or 10 tomorrow                             => -
Tuesday 3                                    => -
my son on Monday and my girl on Tuesday  => -
the week after Easter                        => -
5th of the 3rd                               => -
2026 August 6                                => Thu 6 Aug
Aug 2026 the 6th                             => -
"""

PAST = """
yesterday                                    => past?
last week                                    => past?
last Tuesday                                 => past?
two weeks ago                                => past?
since Monday                                 => past?
today at 9                                   => past?
this morning at 8                            => past?
at 9 today                                   => past?
"""


@pytest.mark.parametrize(("said", "read"), table(TOGETHER))
def test_days_and_hours_in_whole_sentences(said: str, read: str) -> None:
    assert tell(said) == read


@pytest.mark.parametrize(("said", "read"), table(MOVING))
def test_the_time_that_an_appointment_moves_to(said: str, read: str) -> None:
    assert tell(said) == read


@pytest.mark.parametrize(("said", "read"), table(EXCLUDED))
def test_an_excluded_day_is_never_read_as_wished(said: str, read: str) -> None:
    assert tell(said) == read


@pytest.mark.parametrize(("said", "read"), table(UNSAID))
def test_what_is_not_certain_is_not_read(said: str, read: str) -> None:
    assert tell(said) == read


@pytest.mark.parametrize(("said", "read"), table(PAST))
def test_what_is_over_is_said_to_be_so(said: str, read: str) -> None:
    assert tell(said) == read

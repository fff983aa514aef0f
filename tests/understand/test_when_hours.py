"""Which hours are read; said on Wednesday 4 March 2026 at 10:00 in London."""

import pytest

from tests.understand.telling import table, tell

HOURS = """
at 9                  => at 09:00 [am]
at nine               => at 09:00 [am]
9am                   => at 09:00
9 am                  => at 09:00
9 a.m.                => at 09:00
9:30                  => at 09:30 [am]
9.30                  => at 09:30 [am]
9:30am                => at 09:30
9.30am                => at 09:30
9:30 pm               => at 21:30
09:30                 => at 09:30
14:30                 => at 14:30
1430 hours            => at 14:30
at 1430               => at 14:30
at 2                  => at 14:00 [pm]
at 2.15               => at 14:15 [pm]
2pm                   => at 14:00
3 o'clock             => at 15:00 [pm]
3 o clock             => at 15:00 [pm]
at three o'clock      => at 15:00 [pm]
3 in the afternoon    => at 15:00
8 in the morning      => at 08:00
half nine             => at 09:30 [am]
half past nine        => at 09:30 [am]
half 2                => at 14:30 [pm]
half past two         => at 14:30 [pm]
quarter to four       => at 15:45 [pm]
quarter past 10       => at 10:15 [am]
a quarter to nine     => at 08:45 [am]
ten past three        => at 15:10 [pm]
twenty to five        => at 16:40 [pm]
five to twelve        => at 11:55 [am]
ten to 4              => at 15:50 [pm]
nine thirty           => at 09:30 [am]
noon                  => at 12:00
midday                => at 12:00
at 12                 => at 12:00
12pm                  => at 12:00
around 10             => at 10:00 [am]
about half past ten   => at 10:30 [am]
after 5               => after 17:00 [pm]
after 5pm             => after 17:00
before 11             => before 11:00 [am]
by 10am               => before 10:00
until 3               => before 15:00 [pm]
from 3                => after 15:00 [pm]
from 3 on             => after 15:00 [pm]
from 3pm onwards      => after 15:00
3pm or later          => after 15:00
not before 10         => after 10:00 [am]
nothing before 11     => after 11:00 [am]
no later than 4       => before 16:00 [pm]
any time after 2      => after 14:00 [pm]
between 3 and 5       => 15:00-17:00 [pm]
between 9 and 1       => 09:00-13:00 [am pm]
from 9 to 12          => 09:00-12:00 [am]
3-5pm                 => 15:00-17:00
9-11am                => 09:00-11:00
11-1pm                => 11:00-13:00 [am]
2pm to 4pm            => 14:00-16:00
10am until 2          => 10:00-14:00 [pm]
after 9 and before 12 => 09:00-12:00 [am]
at 8 in the evening   => at 20:00
7am                   => at 07:00
at 7                  => at 19:00 [pm]
"""

PARTS = """
morning                             => morning
in the morning                      => morning
mornings                            => morning
afternoon                           => afternoon
arvo                                => afternoon
evening please                      => evening
lunchtime                           => 12:00-14:00
at lunch                            => 12:00-14:00
before lunch                        => morning
after lunch                         => afternoon
after work                          => evening
first thing                         => morning before 10:00
early morning                       => morning before 10:00
late afternoon                      => afternoon after 15:00
tomorrow morning                    => Thu 5 Mar morning
tomorrow afternoon                  => Thu 5 Mar afternoon
Friday evening                      => Fri 6 Mar evening
Friday lunchtime                    => Fri 6 Mar 12:00-14:00
Monday mornings                     => Mon 9 Mar morning
Thursday night                      => Thu 5 Mar evening
this morning                        => Wed 4 Mar morning
this afternoon                      => Wed 4 Mar afternoon
this evening                        => Wed 4 Mar evening
tonight                             => Wed 4 Mar evening
first thing tomorrow                => Thu 5 Mar morning before 10:00
the morning of the 14th             => Sat 14 Mar morning
tomorrow first thing in the morning => Thu 5 Mar morning before 10:00
any morning next week               => Mon 9 Mar to Sun 15 Mar morning
any afternoon                       => afternoon
Friday am                           => Fri 6 Mar morning
Monday pm                           => Mon 9 Mar afternoon
"""

SOONEST = """
asap                          => soonest
as soon as possible           => soonest
soonest                       => soonest
the earliest you have         => soonest
first available               => soonest
next available appointment    => soonest
any time                      => soonest
anytime                       => soonest
whenever                      => soonest
any day                       => soonest
I don't mind                  => soonest
don't mind when               => soonest
I'm flexible                  => soonest
the first free slot           => soonest
earliest morning appointment  => morning soonest
soonest afternoon             => afternoon soonest
any time tomorrow             => Thu 5 Mar
as soon as possible next week => Mon 9 Mar to Sun 15 Mar
the first available on Monday => Mon 9 Mar
urgently                      => soonest
"""


@pytest.mark.parametrize(("said", "read"), table(HOURS))
def test_clock_times_and_windows(said: str, read: str) -> None:
    assert tell(said) == read


@pytest.mark.parametrize(("said", "read"), table(PARTS))
def test_parts_of_the_day(said: str, read: str) -> None:
    assert tell(said) == read


@pytest.mark.parametrize(("said", "read"), table(SOONEST))
def test_any_time_and_the_soonest(said: str, read: str) -> None:
    assert tell(said) == read

"""Which days are read; said on Wednesday 4 March 2026 at 10:00 in London."""

import pytest

from tests.understand.telling import table, tell

DAYS = """
today                   => Wed 4 Mar
tomorrow                => Thu 5 Mar
tmrw                    => Thu 5 Mar
2moro please            => Thu 5 Mar
tommorow                => Thu 5 Mar
day after tomorrow      => Fri 6 Mar
the day after tomorrow  => Fri 6 Mar
Wednesday               => Wed 4 Mar
on Wednesday            => Wed 4 Mar
Tuesday                 => Tue 10 Mar
tues                    => Tue 10 Mar
weds                    => Wed 4 Mar
thurs please            => Thu 5 Mar
wendsday                => Wed 4 Mar
wensday                 => Wed 4 Mar
thrusday                => Thu 5 Mar
saterday                => Sat 7 Mar
Friday?                 => Fri 6 Mar
FRIDAY!!!               => Fri 6 Mar
this Friday             => Fri 6 Mar
this coming Monday      => Mon 9 Mar
coming Thursday         => Thu 5 Mar
next Tuesday            => Tue 10 Mar [next_week]
next Friday             => Fri 13 Mar [next_week]
next Wednesday          => Wed 11 Mar [next_week]
Tuesday next week       => Tue 10 Mar
next week Tuesday       => Tue 10 Mar
next week on Tuesday    => Tue 10 Mar
Thursday of next week   => Thu 12 Mar
Tuesday this week       => past?
Friday this week        => Fri 6 Mar
Tuesday week            => Tue 17 Mar
Friday fortnight        => Fri 20 Mar
a week on Tuesday       => Tue 17 Mar
a week on Friday please => Fri 13 Mar
two weeks on Monday     => Mon 23 Mar
a week today            => Wed 11 Mar
a week tomorrow         => Thu 12 Mar
a week from today       => Wed 11 Mar
today week              => Wed 11 Mar
tomorrow week           => Thu 12 Mar
in a week               => Wed 11 Mar
in two weeks            => Wed 18 Mar
in 2 weeks              => Wed 18 Mar
in three weeks' time    => Wed 25 Mar
in a fortnight          => Wed 18 Mar
in 3 days               => Sat 7 Mar
in ten days             => Sat 14 Mar
in a couple of weeks    => Wed 18 Mar
in a month              => Sat 4 Apr
in two months           => Mon 4 May
within a week           => Wed 4 Mar to Wed 11 Mar
within 10 days          => Wed 4 Mar to Sat 14 Mar
in the next two weeks   => Wed 4 Mar to Wed 18 Mar
over the next 3 weeks   => Wed 4 Mar to Wed 25 Mar
next two weeks          => Wed 4 Mar to Wed 18 Mar
this week               => Wed 4 Mar to Sun 8 Mar
next week               => Mon 9 Mar to Sun 15 Mar
the week after next     => Mon 16 Mar to Sun 22 Mar
rest of the week        => Wed 4 Mar to Sun 8 Mar
later this week         => Wed 4 Mar to Sun 8 Mar
this weekend            => Sat 7 Mar to Sun 8 Mar
the weekend             => Sat 7 Mar to Sun 8 Mar
at the weekend          => Sat 7 Mar to Sun 8 Mar
next weekend            => Sat 14 Mar to Sun 15 Mar [next_week]
this month              => Wed 4 Mar to Tue 31 Mar
next month              => Wed 1 Apr to Thu 30 Apr
in April                => Wed 1 Apr to Thu 30 Apr
in May                  => Fri 1 May to Sun 31 May
in March                => Wed 4 Mar to Tue 31 Mar
next January            => Fri 1 Jan 2027 to Sun 31 Jan 2027 [next_year]
week commencing 9 March => Mon 9 Mar to Sun 15 Mar
w/c 16 March            => Mon 16 Mar to Sun 22 Mar
the week of the 20th    => Mon 16 Mar to Sun 22 Mar
sat                     => Sat 7 Mar
sat morning             => Sat 7 Mar morning
on sun                  => Sun 8 Mar
Saturday or Sunday      => Sat 7 Mar to Sun 8 Mar
"""

DATES = """
6 August                   => Thu 6 Aug
6th August                 => Thu 6 Aug
the 6th of August          => Thu 6 Aug
August 6                   => Thu 6 Aug
August 6th                 => Thu 6 Aug
August the 6th             => Thu 6 Aug
6 Aug                      => Thu 6 Aug
Aug. 6                     => Thu 6 Aug
Sept 3rd                   => Thu 3 Sep
3 March                    => past?
5 March                    => Thu 5 Mar
4 March                    => Wed 4 Mar
4th                        => Wed 4 Mar
the 14th                   => Sat 14 Mar
on the 14th please         => Sat 14 Mar
14th works                 => Sat 14 Mar
the 3rd                    => Fri 3 Apr
the 31st                   => Tue 31 Mar
the twenty-third           => Mon 23 Mar
twenty first of April      => Tue 21 Apr
2nd of April               => Thu 2 Apr
the 2nd of this month      => past?
the 9th of this month      => Mon 9 Mar
the 9th of next month      => Thu 9 Apr
6 August 2026              => Thu 6 Aug
6 August 2027              => Fri 6 Aug 2027
6 Aug '26                  => -
August 6, 2026             => Thu 6 Aug
Thursday 6 August          => Thu 6 Aug
Thursday, 6th August 2026  => Thu 6 Aug
Thursday the 6th of August => Thu 6 Aug
5 March, Thursday          => Thu 5 Mar
Tuesday 5 March            => weekday_mismatch? Thu 5 Mar / Tue 10 Mar
Monday the 10th            => weekday_mismatch? Tue 10 Mar / Mon 9 Mar
6/8                        => Thu 6 Aug [day_first]
06/08                      => Thu 6 Aug [day_first]
6/8/26                     => Thu 6 Aug [day_first]
06/08/2026                 => Thu 6 Aug [day_first]
6.8.2026                   => Thu 6 Aug [day_first]
06-08-2026                 => Thu 6 Aug [day_first]
2026-08-06                 => Thu 6 Aug
8/25                       => Tue 25 Aug [month_first]
25/8                       => Tue 25 Aug
13/13                      => no_such_day?
31/02                      => no_such_day?
31 February                => no_such_day?
29 February                => no_such_day?
30th Feb                   => no_such_day?
32nd of March              => no_such_day?
the 35th                   => no_such_day?
6 August 1900              => past?
12 March 2031              => too_far?
1 January                  => Fri 1 Jan 2027 [next_year]
31 December                => Thu 31 Dec
march 10                   => Tue 10 Mar
may 10th                   => Sun 10 May
10 may                     => Sun 10 May
may the 4th                => Mon 4 May
"""

RANGES = """
Monday to Wednesday          => Mon 9 Mar to Wed 11 Mar
Mon-Wed                      => Mon 9 Mar to Wed 11 Mar
mon to fri                   => Mon 9 Mar to Fri 13 Mar
Monday - Wednesday           => Mon 9 Mar to Wed 11 Mar
from Monday to Wednesday     => Mon 9 Mar to Wed 11 Mar
between Monday and Wednesday => Mon 9 Mar to Wed 11 Mar
Monday till Thursday         => Mon 9 Mar to Thu 12 Mar
Friday to Monday             => Fri 6 Mar to Mon 9 Mar
3 to 5 April                 => Fri 3 Apr to Sun 5 Apr
3rd-5th April                => Fri 3 Apr to Sun 5 Apr
between the 9th and the 12th => Mon 9 Mar to Thu 12 Mar
12 March to 16 March         => Thu 12 Mar to Mon 16 Mar
April 3 to 5                 => Fri 3 Apr to Sun 5 Apr
Monday or Tuesday            => Mon 9 Mar to Tue 10 Mar
Monday, Tuesday or Wednesday => which? Mon 9 Mar to Tue 10 Mar / Wed 4 Mar
Monday and Tuesday           => Mon 9 Mar to Tue 10 Mar
before Friday                => Wed 4 Mar to Thu 5 Mar
by Friday                    => Wed 4 Mar to Fri 6 Mar
until Friday                 => Wed 4 Mar to Fri 6 Mar
no later than Friday         => Wed 4 Mar to Fri 6 Mar
on or before Friday          => Wed 4 Mar to Fri 6 Mar
after Monday                 => from Tue 10 Mar
after the 12th               => from Fri 13 Mar
any time after Friday        => from Sat 7 Mar
from Monday                  => from Mon 9 Mar
from next week               => from Mon 9 Mar
from the 12th on             => from Thu 12 Mar
Monday onwards               => from Mon 9 Mar
tomorrow or later            => from Thu 5 Mar
not before Thursday          => from Thu 5 Mar
starting Monday              => from Mon 9 Mar
between now and Friday       => Wed 4 Mar to Fri 6 Mar
on or after the 12th         => from Thu 12 Mar
"""


@pytest.mark.parametrize(("said", "read"), table(DAYS))
def test_days_weeks_and_months(said: str, read: str) -> None:
    assert tell(said) == read


@pytest.mark.parametrize(("said", "read"), table(DATES))
def test_dates(said: str, read: str) -> None:
    assert tell(said) == read


@pytest.mark.parametrize(("said", "read"), table(RANGES))
def test_runs_of_days_and_open_ends(said: str, read: str) -> None:
    assert tell(said) == read

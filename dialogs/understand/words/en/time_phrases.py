"""English phrases of several words about time, each with the kind of word it stands for."""

from dialogs.understand.words.table import lines

PHRASES = {
    "relative:2": lines(
        """
        [the] day after tomorrow
        overmorrow
        """
    ),
    "noise": lines(
        """
        24/7
        good morning|afternoon|evening|night|day
        one day
        the other day|night
        some time|day
        all night|day|week|morning
        these days
        twice|once a day|week|month
        times a day|week|month
        day and night
        night and day
        night guard|guards|brace|splint|nurse|time
        half an|a|hour|term|of|price
        at first|last|all|least|once
        if at all
        first of all
        first time|visit|appointment|name|class|aid|floor|choice
        from now on
        the time
        at the moment
        at home|work|school
        every time
        no one
        morning sickness
        not_sure|fussed|bothered|urgent|a_problem|a_rush|too|only|mind|care|matter
        no problem|rush|worries|preference|hurry|idea|idea
        """
    ),
    "soonest": lines(
        """
        asap
        soonest
        earliest
        quickest
        as soon|early|quickly|quick as you_can|possible|i_can|we_can|you_are_able
        soon|early|quick as you_can|possible
        first|next|earliest|soonest available|free|possible [appointment|slot|time|one|date|day|
            opening|availability]
        earliest|soonest appointment|slot|time|opening|availability|one [available|free]
        first|next appointment|slot|time|opening available|free|you_have|possible
        at your|the earliest [convenience]
        the first [thing] you have
        whatever|whichever is soonest|first|earliest|next|available|free
        [the] sooner the better
        urgently
        seen|appointment|in|come immediately|straight_away|right_away|at_once
        ^ immediately|straight_away|right_away|soon [please] $
        """
    ),
    "anytime": lines(
        """
        any time
        anytime
        any day
        whenever
        any date
        no preference
        [i] do not mind|care [when|what|which] [time|day]
        any|either is|will|would [be|do] [fine|ok|good]
        i am flexible|free|easy [all] [week|day|time]
        flexible
        does not matter [when]
        """
    ),
    "except": lines(
        """
        except
        apart from
        other than
        excluding
        anything but
        any day|time but
        any other day|time than
        instead of
        rather than
        besides
        bar
        but not
        aside from
        with the exception of
        except for|on
        any ... but !if|i|not|please
        """
    ),
    "from": lines(
        """
        not|nothing|never before
        not|no earlier than
        no|not sooner than
        any time from
        anytime from
        on or after|from
        starting [from|on]
        from about|around
        """
    ),
    "after": lines(
        """
        any time|day after
        anytime after
        later than !that
        """
    ),
    "by": lines("on or before"),
    "until": lines(
        """
        between now and
        from now until|till|to
        not|no|nothing later than
        not|nothing|never after
        earlier than !that
        """
    ),
    "oclock": lines("o clock"),
    "onwards": lines(
        """
        or later|after|onwards
        and later|after|onwards
        onwards
        onward
        """
    ),
    "condition": lines(
        """
        if not !possible|available|too
        unless
        """
    ),
    "earlier": lines(
        """
        or earlier|before
        at the latest
        latest
        """
    ),
    "week-of": lines(
        """
        week commencing|beginning|starting|of
        w / c
        week of the
        """
    ),
    "rest-week": lines(
        """
        [the] rest of the|this week
        remainder of the|this week
        later this week
        """
    ),
    "far-week": lines(
        """
        [the] week after next
        the week after
        """
    ),
    "first-thing": lines(
        """
        first thing
        early doors
        """
    ),
    "after-work": lines(
        """
        after work|office_hours|working_hours
        """
    ),
    "couple": lines(
        """
        [a] couple of
        a couple
        """
    ),
    "few": lines(
        """
        [a] few
        several
        """
    ),
    "from-now": lines(
        """
        from now
        from today
        """
    ),
    "feast": lines(
        """
        good|black|ash|palm|pancake|cyber|bank_holiday friday|wednesday|sunday|tuesday|monday
        bank holiday [weekend|week]
        boxing day
        new year|years [day|evening]
        mothers|fathers|mother|father day|sunday
        """
    ),
    "time-since": lines(
        """
        for the last|past
        over the last|past
        in the last|past
        """
    ),
}

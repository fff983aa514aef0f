"""What English speakers answer: yes, no, and that they do not mind."""

from dialogs.understand.words.table import lines

ANSWERS = {
    "yes": lines(
        """
        yes [it|that|i] [is|does|do|am|will]
        yes|yeah|yep|yup|ye|aye|yas|yah|si
        yes|yeah|yep|yup|ok yes|yeah|yep|ok|sure|fine
        sure [thing]
        of_course
        certainly
        ok
        ok ok
        absolutely
        definitely
        correct
        right
        indeed
        fine
        perfect
        great
        lovely
        brilliant
        excellent
        super
        grand
        good
        yes|yeah|yep|ok [that|it] is|sounds|looks|works|would_be|will_be [all] @good
        [that|this|it] is|sounds|looks|would_be|will_be [all|very] @good
        sounds|looks|all @good
        [that|this|it] works|suits|does [fine|well|me]
        that will do [fine|nicely]
        yes [please] book|confirm|do|take|cancel it|that|this
        go_ahead
        go_for_it
        do_it
        book_it
        book [it|this|that] [one|time|in]
        confirm|confirmed
        i|we confirm
        please do
        yes please do
        i_do
        i_am
        i_agree
        agreed
        make_it_so
        no_problem
        that_one_is_fine
        [yes] [i] [am] happy with that|this|it
        [that|this|it] [is] @good by|for|with me
        [yes|yeah|yep|ok] works|fine for|by|with me
        [yes|yeah|yep|ok] that|this|it works
        i will take it|that|this [one]
        yes [and] thank_you
        why_not
        all_right
        true
        exactly
        deal
        """
    ),
    "no": lines(
        """
        no|nope|nah|nay|na|naw
        no no
        no it|that|this is not
        no i|we do|am|would|will not
        i|we do|would not [want] [to|it|that]
        not_really
        no_way
        never
        negative
        no [that|this|it] is [not] wrong|incorrect
        [that|this|it] is not|wrong|incorrect
        [that|this|it] is not @good
        not @good
        [no] [that|this|it] does|will|would not [work|do|suit] [me]
        no do not [do] [it|that|this]
        do not [do|book] [it|that|this]
        definitely|certainly|absolutely|of_course not
        [no] not [this|that] one|time
        no good
        wrong
        incorrect
        i would rather not
        rather not
        better not
        not now|yet
        no leave_it
        leave_it
        no i|we can not
        i|we can not
        no need
        no not [at_all]
        false
        none|neither [of] [these|those|them]
        none
        neither
        """
    ),
    "any": lines(
        """
        any
        anything
        anyone
        anybody
        any one|body [of] [them|these|those]
        any of them|these|those|you
        whoever
        whichever
        whatever
        either
        either [one] [is|will|of] [fine|ok|do|them|these]
        any @someone
        [it|that] [really] does not [really] matter [who|which|to] [me|it] [is]
        [i] [really] do not [really] mind|care [who|which|what|at] [one|it|all] [is]
        no_preference
        [i] have no preference
        [i] do not have a|any preference
        not_bothered
        not_fussed
        [i] am not bothered|fussed [who|which] [one|it] [is]
        not_fussy
        [i] am easy
        any|anyone|anybody|anything|whoever|whichever|whatever|either [one|@someone] [is|will|
            would|who_is|that_is|you] [be|do] [fine|ok|good|free|available|like|do|have|think]
        you_choose
        you_decide
        you_pick
        up_to_you
        surprise_me
        no_matter
        the_first available|free [one|@someone]
        first available|free [one|@someone]
        all_the_same [to_me]
        the_same_to_me
        who_ever
        what_ever
        all of them|these
        """
    ),
}

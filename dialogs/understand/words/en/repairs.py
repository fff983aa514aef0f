"""What English speakers say to steer the talk itself."""

from dialogs.understand.words.table import lines

REPAIRS = {
    "cancel": lines(
        """
        cancel|/cancel
        stop
        /stop
        quit
        exit
        abort
        end
        cancel|stop this|that|it
        cancel_all_this
        never_mind
        nevermind
        forget it|this|that [all|please]
        forget_about it|this|that
        leave_it
        leave_this
        stop_talking
        stop [this|the] chat|conversation|talk
        end [this|the|our] chat|conversation|talk
        give_up
        i give_up
        i have changed my mind
        changed my mind
        drop_it
        do not want to book [anything|anymore|any_more]
        not any_more
        no_longer
        stop_this
        do not want to [do] [this|go_on|continue|carry_on] [anymore|any_more|now]
        """
    ),
    "back": lines(
        """
        back
        go|step|move back [one|a] [step|question]
        /back
        undo
        previous
        [the] previous [question|step|one|page|menu]
        one_step_back
        a_step_back
        take_me_back
        go back to [the] [previous|last] [question|step|one]
        back to [the] [previous|last] question|step|one
        return
        that_was_a_mistake
        undo that|this|it
        made a mistake
        i made a mistake
        that was wrong|a_mistake
        """
    ),
    "repeat": lines(
        """
        repeat [that|it|this|the_question]
        say that|it [once] [again|more]
        again
        once_more
        one_more_time
        pardon [me]
        what was that [again]
        come_again
        what did you say|ask
        say_again
        what was the question
        what
        sorry what
        what is the question
        eh
        huh
        did not catch|get|understand that
        /repeat
        show [me] [that|it|the_question|them|the_times] again
        read that|it again
        sorry
        i beg your pardon
        """
    ),
    "help": lines(
        """
        help [me]
        /help
        what can you do
        what can i do|say|ask|write|answer [here]
        what do|should|shall|can i do|say|write|type|answer
        how does this|it work
        how do i use this
        do not understand [this|that|it|the_question|you]
        options
        what are [my|the] options
        i am lost|stuck|confused
        lost
        stuck
        confused
        what does that mean
        what do you mean
        instructions
        menu
        /menu
        commands
        need help|assistance
        some help
        help_with_this
        you help [me]
        """
    ),
    "person": lines(
        """
        @person
        speak|talk|chat to|with @person
        speak|talk|chat to|with someone|somebody
        [have|get] someone|somebody [to] [call|ring|phone|speak|talk|contact] [to|with] [me]
        connect|transfer|pass me to|with @person
        put|get me through|on|to to @person
        put me through
        get me @person
        contact|call|ring|phone|reach @person
        speak|talk|chat to|with @person|someone|somebody ... real|human|instead
        real person|human
        there @person [there|here]
        is there @person ... [there|here]
        [someone|somebody|you] call|ring|phone me [back]
        call_back
        callback
        call_me_back
        have|want|need @person
        is anyone|anybody|someone there
        anyone there
        /person
        /human
        no_robot
        not a|this robot|bot|machine|computer
        """
    ),
    "restart": lines(
        """
        restart
        start again|over|afresh|anew
        start all over [again]
        /start
        /restart
        start from the|scratch [beginning|start]
        begin again
        from the beginning|start|top
        from_scratch
        reset
        new chat|conversation
        back to [the] start|beginning
        go back to [the] start|beginning
        back to square_one
        main_menu
        start_new
        take me to the start|main_menu|menu
        go to [the] main_menu|menu|start
        """
    ),
}

# Things that can be asked for again, and how patients call them.
CHANGEABLE = {
    "time": lines(
        """
        time|times|hour|slot|slots
        [a|the|my|some|an] [different|other|another|new|later|earlier] time|times|slot|slots|hour
        """
    ),
    "day": lines(
        """
        [a|the|my] [different|other|another|new] day|date|days|dates
        """
    ),
    "service": lines(
        """
        [a|the|my] [different|other|another] service|treatment|reason|type|procedure
        [the|my] [appointment|visit|treatment] type|kind|sort [of] [appointment|treatment|visit]
        what it is for
        what i am coming for
        [the] reason for [the|my] visit
        """
    ),
    "clinician": lines(
        """
        [a|the|my] [different|other|another] dentist|doctor|clinician|hygienist|person_i_see|gp|
            therapist|practitioner|nurse|consultant|specialist|provider|physio
        who i see|will_see|am_seeing
        who it is with
        """
    ),
    "patient": lines(
        """
        [a|the|my] [different|other|another] patient|person
        who it is for
        who is coming
        [the|my] patient number
        [my|the] details|name|surname|last_name|date_of_birth|birthday|dob|number
        [for] someone|somebody else
        """
    ),
}
CHANGE = lines(
    """
    change|alter|edit|correct|fix|update|amend|swap|switch
    pick|choose|select|take|try|have|want|see|show|go_back_to|back_to [me] !time|times|slot|
        slots|day|date|dentist|doctor
    """
)
CHANGE_ALONE = lines(
    """
    change [it|this|that|something] [else]
    something else
    change|edit|correct my answer
    something is wrong
    make a change
    i need to make a change|correction
    """
)

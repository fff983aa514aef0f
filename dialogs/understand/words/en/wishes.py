"""What English-speaking patients write when they want something from the clinic."""

from dialogs.understand.words.table import lines

# In this order where two begin with the same word: "book a yoga class" is about the class.
WISHES = {
    "classes": lines(
        """
        book|reserve|join|attend|get|try [me|us] [into|in|on|for|to] [a|an|the|your|another|next]
            ... class|classes
        classes
        join|attend [a|the|your] ... group|session
        group|exercise|fitness|yoga|pilates class|session|sessions
        sign [me|us] up for|to a|the|your ... class|group
        place|room|space|spot in|on a|the|your ... class
        which|what|any|next ... class
        /classes
        """
    ),
    "join": lines(
        """
        join|joining|attend|try|trying|come_to|go_to|sign_up_for|enrol_in
        """
    ),
    "leave": lines(
        """
        leave|leaving|quit|quitting|skip|drop|drop_out_of|give_up|come_out_of
        cancel|scrap|can_not_make|can_not_attend|can_not_come_to [my|the|this|that] ... class
        """
    ),
    "drop": lines(
        """
        cancel|scrap|can_not_make|can_not_attend|can_not_come_to|can_not_do
        """
    ),
    "hello": lines(
        """
        ^ hi|hello|hey|hiya|howdy|greetings|hullo|heya|gday
        ^ good morning|afternoon|evening|day
        ^ dear
        ^ /start
        """
    ),
    "thanks": lines(
        """
        thanks
        thank you
        much appreciated
        appreciate it|that|your
        grateful
        """
    ),
    "goodbye": lines(
        """
        goodbye
        good bye
        bye
        byebye
        goodnight
        good night $
        take care $
        see you [later|then|soon|there|tomorrow] $
        that is all|everything $
        have a good|nice|great|lovely day|evening|one|weekend
        """
    ),
    "bot": lines(
        """
        are you [a|an|really|actually] [real|actual|just] human|person|robot|bot|machine|
            computer|ai|chatbot|real|automated
        is this|it|that [a|an|really] [real|actual|just] human|person|robot|bot|machine|
            computer|ai|chatbot|automated
        am i|we talking|speaking|chatting|writing|texting to|with [a|an] [real|actual] human|
            person|robot|bot|machine|computer|ai|chatbot|someone
        who|what are you $
        who am i talking|speaking|chatting|writing to|with
        you a|an bot|robot|ai|chatbot
        """
    ),
    "booked": lines(
        """
        is|was my|the|that|it [booking|appointment|visit|slot] [really|actually|now|all]
            booked|confirmed|made|sorted
        am|are i|we [really|actually|now|all] booked [in]
        did it|that|my [booking|appointment] go|went|get|work [through|in]
        did you book it|that|me|us
        has|have it|that|you [been] booked|gone [it|through]
        """
    ),
    "book": lines(
        """
        book|schedule|reserve|arrange|make|organise|organize|request|fix [me|us|him|her] [a|an|
            another|my|the|in|for] [new|next|urgent|emergency|routine|dental|follow|early|first]
            [up] ... @visit
        book|squeeze|fit|slot me|us|him|her|them|myself in|on|a|an|for|with
        ^ [please] book $
        book in|online|with|for|a|an|something|on|me|us|another|/book !to
        /book
        like|want|need|love|get|have|got|require to_have|to_get|to_make|a|an|another|my|some
            [new|next|urgent|emergency|routine|dental|regular|early|first|six] [month|up] @visit
        schedule|arrange a|an|my ... with
        get|have|be seen [by|today|tomorrow|soon|this|next]
        get|squeezed|fitted in [today|tomorrow|soon|this|next|with|to] !touch
        @want|can|could|may|to|have|should [i|we|he|she|my|our] [son|daughter|husband|wife|mum|
            dad] [to] [come|go] [and|in] [to] see [a|an|the|my|your|with] dentist|doctor|dr|
            hygienist|nurse|gp|physio|therapist|specialist|consultant|orthodontist
        like|want|need|have|got|looking to|for ... see|for [a|an|the|my|your] dentist|doctor|dr|
            hygienist|nurse|gp|physio|therapist|specialist|consultant|orthodontist
        come|pop in|by [for|to|on|at|and|tomorrow|today|this|next]
        do|have you [have|got] [any|anything|an|a|some|something] ... @slot|@free
        is|are there [any|anything|something|a|an] ... @slot|@free
        [got] any ... @slot [@free|on|for|tomorrow|today|this|next]
        anything|something @free
        when can|could|may [i|we|he|she|you] ... come|see|seen|get|fit|have|visit
        next|first|earliest|soonest @free @slot
        next|first|earliest|soonest @slot
        new|another @visit
        ^ [an|a] appointment for|with|on|tomorrow|today|next|this|please|$
        ^ [a|an] [urgent|emergency|new|routine|dental|six_month] @visit for|with|on|please|$
        appointment with|to_see
        set up a|an|my|the ... @visit
        looking for a|an|the|another ... @visit
        can|could|may i|we have a|an|the ... @visit
        i|we am|are due [for] a|my
        due for a|my|another
        need|want|like|have|book to_have|to_get|a|my|some [new|bit] checkup|check_up|clean|
            cleaning|filling|extraction|crown|x_ray|scan|referral|jab|vaccine|tooth_out|
            teeth_cleaned|teeth_checked|blood_test|physical|smear|eye_test
        """
    ),
    "appointments": lines(
        """
        my|our [next|upcoming|current|existing|future|other] appointments|bookings
        when|where|what_time|what_day|which_day|what_date|who|what is|are|was my|our|the|his|her
            ... @visit
        what|which @visit do|have|did i|we
        when am|are i|we [next] booked|due|coming|seeing|in
        what time|day|date am|are i|we ... booked|due|coming|seeing|in|expected
        when|what_time|what_day do|did i|we have|book ... !to
        do|have|did i|we [still|already] have|got [an|any|a|my|another] [upcoming|other|more]
            @visit|anything|something
        have i|we [got] [an|any] @appointment
        is my|our|the|his|her ... @visit ... confirmed|booked|still|ok|on|there|tomorrow|today
        is|was it|that|this|everything [still|really|now] booked
        am|are i|we [still] booked
        list|show|see|view|check|look_up|find|tell|remind [me|us] [of|about|when|all|on] my|our|
            all [next|upcoming|existing|current|of] [my] @visit
        did my booking go
        what have|do i|we [got|have] booked
        when is it|that booked
        /appointments
        forgot|forgotten|remember when|what|which ... @visit
        ^ [my] appointments $
        details of|about my ... @visit
        upcoming appointment|appointments
        """
    ),
    "confirm": lines(
        """
        confirm [that] i|we|he|she [am|will|is|are] [be] coming|attending|there|attend|come
        confirm my|our|the|his|her ... @visit|attendance|place
        ^ confirm appointment|booking $
        i|we will|shall [definitely|still] be there|attending|coming
        i|we will [definitely|still] attend|come $
        i|we will attend|come_to my|the|our
        ^ i|we am|are [still|definitely] coming on|tomorrow|today|to|at|$
        /confirm
        i|we am|are [still|definitely] attending
        i|we can|will make it on|tomorrow|today|to|$
        """
    ),
    "arrived": lines(
        """
        ^ [hi|hello|hey|ok] [i|we] [am|are] [just|now|already] here now|at|outside|in|for|to|$
        i|we am|are [now|just|already] here now|$|outside|at|downstairs|in
        i|we am|are [now] here for|to [see] my|the|our
        i|we have|am|are [now|just|already] arrived
        i|we just arrived|got_here
        ^ [just] arrived|got_here
        i|we have [just] got here
        i|we arrived $
        /arrived
        i|we am|are [now|sitting|sat|just|stood|waiting] in|at the|your|reception [waiting|
            front|car] [room|reception|lobby|park|area|desk|clinic|surgery|practice|entrance]
        i|we am|are [sat|sitting|waiting|standing|now|just] outside|downstairs
        like|want to check in for|$
        check|checking me|us in for|$
        ^ checking in $
        ^ sitting|sat|waiting in|at the|your|reception
        """
    ),
    "cancel": lines(
        """
        cancel|scrap [my|the|this|that|our|his|her|an|all|both|tomorrow|today|@day] ...
            appointment|appointments|booking|bookings|visit|reservation|checkup|check_up
        call off my|the|our ... @visit
        cancel my|our|his|her|tomorrow|today [@day] [morning|afternoon|evening] dentist|checkup|
            check_up|cleaning|filling|hygienist|$
        cancel @day
        ^ [hi|hello|ok|yes|actually|sorry] [please] cancel it|this|that|that_one [please|thanks] $
        @want|have|can|could|must|will [i|we|you] [to] cancel please|it|$
        no longer need|want|require my|the|that|this ... @visit
        do not need|want my|the|that|this ... appointment|booking|visit anymore|any_more|$
        can not|no_longer make|attend|come_to|keep my|the|our|this|that ... appointment|booking|
            visit
        be able to make|attend|keep my|the|our ... appointment|booking|visit
        my|the|our ... appointment|booking cancelled|canceled please
        take me off the|your
        leave|leaving|quit|quitting|skip|drop|drop_out_of|come_out_of [my|the|this|that|our] ...
            class|classes
        cancel|scrap [my|the|this|that|our|his|her] ... class|classes
        give up|away my|our|his|her place|spot|space
        can not|no_longer make|attend|come_to my|the|our|this|that ... class
        can not|no_longer make|attend it|that [anymore|any_more|sorry|now] $
        can not|no_longer come [anymore|any_more|sorry|now|tomorrow|today] $
        i|we am|are cancelling my|our|the
        """
    ),
    "move": lines(
        """
        move|reschedule|rearrange|postpone|rebook|change|shift|swap|switch|push|bring|delay|
            amend [back|forward] my|the|this|that|our|his|her|an|@day ... @visit|checkup
        reschedule|rearrange|postpone|rebook
        re schedule|arrange|book
        change|move [the|my] time|day|date [of|for] my|the|our
        put|push|bring [it|my|the|our] [@visit] back|forward
        move it|this|that to|from|back|forward
        come [in] earlier|later|another_day|on_a_different_day instead
        /move
        different|new|other|another time|day|date|slot for my|the|our
        can not|no_longer make|attend|come_to|keep my|the|our|this|that ... appointment|booking|
            visit
        be able to make|attend|keep my|the|our ... appointment|booking|visit
        my appointment moved|rescheduled|changed|rearranged
        """
    ),
    # Of one appointment in another's place; beside an open question it only corrects the answer.
    "instead": lines(
        """
        instead
        rather than
        change|swap|switch|alter|amend|push|bring|shift|put it|that|this|mine|time|day|date|
            the_time|the_day|the_date|my_time|my_day [back|forward|over|time|day|date] to|until|
            for|from|@day
        ^ [please] change|swap it|that|this $
        change|swap|switch to|for|from|@day
        can|could|may|shall|should|let i|we|you|us [please] make it|that
        want|prefer|rather|like [to] make it|that
        ^ [hi|hello|hey|actually|no|sorry|ok|yes|or|please|and|but] [actually|please] make it|that
        can|could|may it|that be
        can not|no_longer come|make|do|attend|manage [it|in] [on] [this|next|the] @day
        can not|no_longer come|make|do|attend|manage ... can|could|may|do|have|is|are|how|what
        @day would|will be|is better
        ^ not @day
        """
    ),
    "late": lines(
        """
        i|we|he|she am|are|is|will [going] [to] [be] [running] [a|just|about|slightly|bit]
            [bit|little|few|about] ... late for|today|please|due|because|sorry|$
        running|be [a|slightly|very|bit] [bit|little] late|behind
        running ... late|behind
        stuck|caught in traffic
        been held up
        am|be|are|been delayed
        train|bus|tube|taxi|traffic is [running] late|delayed|cancelled|bad|terrible
        be there in [about] ... minutes|mins|min
        late for my|the|our
        """
    ),
    "prices": lines(
        """
        how much !longer|time|notice|pain|more|sleep
        price|prices|pricing|cost|costs|fee|fees
        charge for
        do you charge
        what do|would you|it charge|cost
        your charges
        /prices
        expensive|cheaper|affordable
        a quote|estimate
        """
    ),
    "account": lines(
        """
        invoice|invoices|bill|bills|receipt|receipts|refund|payment|payments
        /account
        my|our|the|outstanding balance|account|statement
        i|we [still|do] owe
        have i|we paid
        did i|we pay
        i|we [have] [already] paid
        charged twice|wrong|wrongly
        pay my|the|our|what
        outstanding amount
        """
    ),
    "team": lines(
        """
        who works|work|is_working|are_working at|here|there|for|in|$
        who are your|the|all [other] @staff
        who is dr|doctor|mr|mrs|ms|miss|mx|prof|professor
        who is your|the [main|lead|head] dentist|doctor|physio|hygienist|therapist|nurse|$
        what does dr|doctor|mr|mrs|ms|miss|prof|professor ... do
        tell me [more|something] about dr|doctor|mr|mrs|ms|miss|prof|professor|your_team|your_staff
        which|what|how_many [kind|kinds|sort|sorts|type|types] [of] @staff do|have|are|work|is
        which|what @staff does|do|can|treats|treat|offers|offer
        who [here] does|treats|performs|offers|specialises|specializes !my|our|it|this|that|he|
            she|your
        who can|could do a|an|my ... @treatment
        list of [your|the|all] @staff
        your team|staff
        meet the|your team|staff
        /team
        """
    ),
    "places": lines(
        """
        which|what|how_many [other] @places do|have|are|is|can|$
        your|all|all_your|all_the|other|different [other] @places
        do you have|are there|have you got other|more|several|different|another|any|any_other @place
        nearest|closest|another|other @place to|is|$
        which @place is|can|do
        where is|are the|your ... branch|branches|site|sites|locations|clinics|surgeries|practices
        address|phone|number|postcode of|for|at the|your ... branch|site|location
        list of [your|the|all] @places
        /places
        """
    ),
    "services": lines(
        """
        which|what [other] [kind|kinds|sort|sorts|type|types] [of] services|treatments|therapies|
            procedures|appointment_types
        which|what kind|kinds|sort|sorts|type|types of appointments do|can|are|have
        list of [your|the|all] services|treatments|procedures
        your|all services|treatments
        what [else] do|can you [all|actually] do|offer|provide|treat $
        what [else] do you offer|provide
        do you offer|provide !me|us
        how long does|do|would ... take !to|you|until
        how long is|are|does a|an|your ... appointment|visit|treatment|session|consultation
        how long is|are a|an !wait|queue|delay|walk|drive|way
        how many minutes is|does|do|are
        /services
        """
    ),
    "clinic": lines(
        """
        where are|is you|your|the [clinic|practice|surgery|office|dentist|place|located|based]
            located|based|$
        opening|office|business|working|closing hours|times
        your hours
        when|what_time|what_times|what_days|until_when do|are|does|is you|the|it [clinic|
            surgery|practice|office] open|opening|close|closed|closing|shut
        are|is you|the [clinic|surgery|practice|office] [still] open|closed|shut
        your|clinic|practice|surgery [phone|telephone|contact|email] address|location|postcode|
            number|email|website|directions
        directions to|for
        phone|telephone|contact number
        how do|can|to [i|we] get to_you|there|to_the|to_your
        find you|the_clinic|the_practice|the_surgery
        parking
        park nearby|near|there|outside
        wheelchair
        step free
        do you open
        nearest station|bus
        /clinic
        what address
        """
    ),
    "person": lines(
        """
        speak|talk|speaking|talking|chat to|with @person|someone|somebody
        connect|transfer|put me [through] to|with @person
        put me through
        real|actual|live|human person|human|being|agent
        someone|somebody [to] [please] call|ring|phone|contact|get_back_to me|us
        call|ring|phone me [back]
        customer service|services|support
        leave a message
        speak|talk to|with a|the|my|your dentist|doctor|manager|nurse|receptionist
        /person
        """
    ),
}

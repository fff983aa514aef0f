"""What only sounds as if English-speaking patients wanted something from the clinic."""

from dialogs.understand.words.table import lines

# What takes a wish back, wherever it stands in the same message.
NO_WISHES = {
    "cancel": lines(
        """
        did|why|if|when|who|has|was|were|had|clinic|surgery|practice ... cancel|cancelled
        fee|fees|charge|charged|cost|policy|penalty|notice|happens ... cancel|cancelling
        cancel|cancelling|cancellation ... fee|fees|charge|charged|policy|penalty|cost|order|
            subscription|card|flight|membership|account|payment|plan|transfer|insurance
        how late|long|much|soon ... cancel
        instead of|without cancel|cancelling
        cancel or|and move|reschedule|rearrange|change
        have|has [already] [been] cancelled
        """
    ),
    "leave": lines(
        """
        leave|leaving [a|you|us|them] message|note|review|feedback|voicemail
        """
    ),
    "drop": lines(
        """
        make|attend|come_to ... @appointment
        did|why|if|when|who|has|was|were|had ... cancel
        fee|fees|charge|charged|cost|policy|penalty|notice|happens ... cancel
        how late|long|much|soon ... cancel
        """
    ),
    "book": lines(
        """
        i|we|he|she have|had|has|am|already [already|just|been] booked
        cancel|reschedule|move|rearrange|postpone|confirm|change|rebook|late|here|missed|had|
            arrived|attend|keep ... @appointment
        facebook
        book|reserve a|an|the [good|new] hotel|flight|table|restaurant|taxi|cab|ticket|tickets|
            holiday|room|train|film|cinema
        when|where|who|what_time|what_day|which_day is|are|was|do|did my|our|the|i|we
        do|have|did i|we [still|already] have|got
        do i need
        ^ [hi|hello|hey|yes|no|but|and|so] i|we have [got] my|an|the appointment
        already have
        read|write|reading|writing a|the book
        how much ... @visit
        cost|price|charge ... @visit
        """
    ),
    "appointments": lines(
        """
        do i have|need to
        have i got to
        """
    ),
    "arrived": lines(
        """
        when|if|once|until|before|after i|we|he|she ... here|arrived|arrive|there
        not|nearly|almost|soon ... here|arrived|there
        here to book|make|arrange|get
        """
    ),
    "confirm": lines(
        """
        can|could|would|will|please|did|have [you] confirm [if|whether|what|when|how] if|
            whether|what|when|you|how|that_you|price
        you [please] confirm
        confirm if|whether
        not sure|certain
        if|before|until i|we
        might|may|maybe|unless
        """
    ),
    "late": lines(
        """
        too late
        not ... late
        late appointment|appointments|evening|afternoon|slot|slots|night
        how late
        late cancellation|fee
        are|is you|your ... late
        was|were ... late
        """
    ),
    "move": lines(
        """
        why|when|did|was|has ... move|moved|reschedule|rescheduled|changed
        change|changed [my] address|name|number|phone|email|details|password|dressing|mind|bandage
        moved|moving|move house|home|away|flat|abroad
        fee|charge|policy|penalty|cost ... reschedule|move|change
        """
    ),
    "clinic": lines(
        """
        not|wrong address|number
        my|patient phone|address|number|email
        """
    ),
    "team": lines(
        """
        who is|are you|we ... seeing
        who ... my|our appointment
        """
    ),
    "services": lines(
        """
        how long ... wait|waiting|hurt|heal|last|results|reply|refund|get_there|numb|pain|recover
        """
    ),
    "classes": lines(
        """
        first|second|high|world|middle|business|economy|school class|classes
        """
    ),
    "person": lines(
        """
        speak|talk english|polish|spanish|slowly
        real|actual human|person|being or|$ [bot|robot|ai]
        are|is|am you|this|it|i ... real|actual|human|person
        """
    ),
}

"""English for steering a talk: how the parts fit, and the politeness around them."""

from dialogs.understand.words.en.answers import ANSWERS
from dialogs.understand.words.en.asking import ASKING
from dialogs.understand.words.en.no_wishes import NO_WISHES
from dialogs.understand.words.en.repairs import CHANGE, CHANGE_ALONE, CHANGEABLE, REPAIRS
from dialogs.understand.words.en.wishes import WISHES
from dialogs.understand.words.table import Talk, lines, words

# Around a repair: "sorry, can I go back please" is "go back".
_BEFORE = lines(
    """
    please|sorry|ok|oh|hi|hello|hey|hmm|um|erm|er|well|so|and|but|actually|no|right|wait
    hang_on|then|just|now|maybe
    can|could|may|might|shall [i|we|you] [please|just]
    would|will you [please]
    the
    i|we would_like|want|need|wish [to]
    let us|me [just]
    how do|can i|we
    i|we
    is it possible to
    i|we am|are trying to
    do you mind if i
    excuse_me
    please can
    """
)
_AFTER = lines(
    """
    please|thanks
    thank_you [so|very] [much]
    now|then|sorry|ok|again|for_me
    if [that|it] [is] possible|ok
    if i|you can|could|may
    a_bit|mate|actually|instead|today|right_now|first
    very|so much
    with_you|here
    """
)
# Before an answer: less, since "no" before "that is fine" is not the same as without it.
_ANSWER_BEFORE = lines(
    """
    oh|um|erm|er|hmm|well|please|hi|hello|ok
    i|we think|guess
    i|we suppose
    ah|actually|honestly|just|then|so|and
    """
)

# Words that may stand around the number of a choice.
_POSITION_WORDS = words(
    """
    the a number no option one please thanks thank you slot time choice answer that is it i would
    like take will have want choose pick go for with ok yes yeah st nd rd th my appointment let us
    me can could we do in book
    """
)

TALK = Talk(
    before=_BEFORE,
    after=_AFTER,
    answer_before=_ANSWER_BEFORE,
    answers=ANSWERS,
    repairs=REPAIRS,
    changeable=CHANGEABLE,
    change=CHANGE,
    change_alone=CHANGE_ALONE,
    other="[a|an|some|the] different|another|other|later|earlier",
    position_words=_POSITION_WORDS,
    counters=words("number option no choice please"),
    last=words("last bottom"),
    wishes=WISHES,
    no_wishes=NO_WISHES,
    asking=ASKING,
    it=words("it this that"),
    negations=words("not never no without unable instead"),
)

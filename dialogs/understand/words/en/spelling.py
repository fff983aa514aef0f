"""English contractions and misspellings."""

from dialogs.understand.words.table import words

_NOT = {
    "do": "do", "does": "does", "did": "did", "is": "is", "are": "are", "was": "was",
    "were": "were", "have": "have", "has": "has", "had": "had", "would": "would",
    "could": "could", "should": "should", "must": "must", "need": "need", "ai": "is",
}  # fmt: skip
_AFTER_APOSTROPHE = {
    "i'm": "i am", "i've": "i have", "i'd": "i would", "i'll": "i will",
    "you're": "you are", "you've": "you have", "you'd": "you would", "you'll": "you will",
    "he's": "he is", "he'd": "he would", "he'll": "he will",
    "she's": "she is", "she'd": "she would", "she'll": "she will",
    "it's": "it is", "it'd": "it would", "it'll": "it will",
    "we're": "we are", "we've": "we have", "we'd": "we would", "we'll": "we will",
    "they're": "they are", "they've": "they have", "they'd": "they would",
    "they'll": "they will", "that's": "that is", "that'd": "that would",
    "that'll": "that will", "there's": "there is", "here's": "here is", "what's": "what is",
    "when's": "when is", "where's": "where is", "who's": "who is", "how's": "how is",
    "let's": "let us", "can't": "can not", "won't": "will not", "shan't": "shall not",
    "o'clock": "oclock", "y'all": "you all", "s'ok": "ok",
}  # fmt: skip
# Written without the apostrophe where that makes no other word ("well", "were", "id" are words).
_WITHOUT_APOSTROPHE = {
    "im": "i am", "ive": "i have", "youre": "you are", "youve": "you have", "hes": "he is",
    "shes": "she is", "theyre": "they are", "thats": "that is", "theres": "there is",
    "whats": "what is", "whens": "when is", "wheres": "where is", "hows": "how is",
    "cant": "can not", "cannot": "can not", "wont": "will not", "its": "it is",
}  # fmt: skip
_KNOWN_MISSPELLINGS = {
    "tommorow": "tomorrow", "tommorrow": "tomorrow", "tomorow": "tomorrow", "tomoro": "tomorrow",
    "tomoz": "tomorrow", "tmrw": "tomorrow", "tmw": "tomorrow", "tmr": "tomorrow",
    "2moro": "tomorrow", "2morow": "tomorrow", "2morrow": "tomorrow", "2mrw": "tomorrow",
    "2moz": "tomorrow", "tomo": "tomorrow", "2day": "today", "tody": "today", "2nite": "tonight",
    "tonite": "tonight", "wendsday": "wednesday", "wensday": "wednesday", "wednsday": "wednesday",
    "weds": "wednesday", "tusday": "tuesday", "tuseday": "tuesday", "teusday": "tuesday",
    "thirsday": "thursday", "thersday": "thursday", "thurday": "thursday", "fryday": "friday",
    "satday": "saturday", "satuday": "saturday", "saterday": "saturday", "febuary": "february",
    "febuary's": "february", "feburary": "february", "wk": "week", "wks": "weeks",
    "weekned": "weekend", "wkend": "weekend", "mornin": "morning", "moring": "morning",
    "mornig": "morning", "arvo": "afternoon", "aftenoon": "afternoon", "afernoon": "afternoon",
    "afternon": "afternoon", "aft": "afternoon", "eve": "evening", "appt": "appointment",
    "apt": "appointment", "appts": "appointments", "appoitment": "appointment",
    "apointment": "appointment", "appointmnet": "appointment", "apponitment": "appointment",
    "appiontment": "appointment", "appoinment": "appointment", "appointement": "appointment",
    "cancle": "cancel", "cansel": "cancel", "canel": "cancel", "cancell": "cancel",
    "reshedule": "reschedule", "reschedual": "reschedule", "pls": "please", "plz": "please",
    "plse": "please", "pleas": "please", "thx": "thanks", "ty": "thanks", "thankyou": "thanks",
    "cheers": "thanks", "ta": "thanks", "u": "you", "ur": "your", "r": "are", "y": "yes",
    "yess": "yes", "yesss": "yes",
    "ya": "yes", "n": "no", "k": "ok", "okay": "ok", "okey": "ok", "oki": "ok", "alright": "ok",
    "wanna": "want to", "gonna": "going to", "gotta": "got to", "dunno": "do not know",
    "brethe": "breathe", "breath": "breathe", "breth": "breathe",
    "breeth": "breathe", "breathing": "breathing", "breating": "breathing",
    "breathin": "breathing", "brething": "breathing", "bleading": "bleeding",
    "bleedin": "bleeding", "uncontious": "unconscious", "unconcious": "unconscious",
    "unconsious": "unconscious", "siezure": "seizure", "seisure": "seizure", "suiside": "suicide",
    "sucide": "suicide", "suicidle": "suicidal", "anaphalaxis": "anaphylaxis",
    "anaphylactic": "anaphylactic", "strock": "stroke", "chocking": "choking",
    "throut": "throat", "tounge": "tongue", "tung": "tongue", "chist": "chest", "ches": "chest",
    "emergancy": "emergency", "emergeny": "emergency", "ambulence": "ambulance",
    "diffculty": "difficulty", "dificulty": "difficulty", "swolen": "swollen",
    "numer": "number", "recieption": "reception", "receptionst": "receptionist",
    "dentest": "dentist", "hygenist": "hygienist", "hygentist": "hygienist",
    "hygeinist": "hygienist",
}  # fmt: skip

SPELLINGS = {
    **{f"{verb}n't": f"{said} not" for verb, said in _NOT.items()},
    **{f"{verb}nt": f"{said} not" for verb, said in _NOT.items()},
    **_AFTER_APOSTROPHE,
    **_WITHOUT_APOSTROPHE,
    **_KNOWN_MISSPELLINGS,
}

# One wrong letter in these is put right; long enough that little else is as close.
CHECKED = words(
    """
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays
    fridays saturdays sundays january february august september october november december tomorrow
    tonight yesterday morning afternoon evening midday lunchtime weekend fortnight soonest
    earliest quarter twelve eleven fourteen fifteen sixteen seventeen eighteen nineteen twenty
    thirty fourth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth appointment
    appointments booking reschedule cancel confirm arrived change please thanks reception
    receptionist hygienist dentist available possible except anytime emergency ambulance breathe
    breathing bleeding unconscious overdose suicide suicidal choking seizure swallow swallowed
    swelling swollen anaphylaxis anaphylactic allergic collapsed unresponsive difficulty
    electrocuted responding throat tongue
    """
)
REAL = words(
    """
    mourning moaning mooning cancer cancels cancelled canceled cancelling canal chancel conform
    conforms conformed confirms changer changes chance
    changing booklet booming booting blending bleeping
    breeding breeder breather breathed cooking choker spelling smelling shelling selling dwelling
    stroked swallows sallow shallow appointed expect excerpt accept possibly passible thread threat
    threw thirst thirsty throats throaty tongues teenty quartet pleased pleases pleaser difficult
    dentists collapse collapses emergence electrocute overdone overdue midway sundae sundry sunray
    perception allergies allergy alright arrives arrive fourths
    """
)

SIGNS = {"👍": "yes", "✅": "yes", "👌": "yes", "✔": "yes", "👎": "no", "❌": "no"}

"""English words around the names of people and of treatments."""

from dialogs.understand.words.table import Naming, words

NAMING = Naming(
    titles=words("dr doctor mr mrs ms miss mx prof professor sir dame nurse sister"),
    leads=words("dr doctor mr mrs ms miss mx prof professor nurse sister with see seeing"),
    padding=words("a the please thanks dr doctor mr mrs ms miss prof nurse with see yes ok"),
    ordinary=words(
        """
        may march april june august day young long short best will mark hope rose grace joy price
        bell read wood woods brown black white green grey gray king bishop cook baker hill field
        fields lane park church banks rivers stone page pope rich sharp small little large good
        new early late summer winter spring dean guy miles bill rob sue pat drew faith chase law
        lord love moon north south east west noble power reason self street sweet true walker
        waters wise work world case cash cross fair flower flowers foot ford fox frost gold hand
        hands head heard holiday house hunter judge knight light lock major marsh mill moss
        mountain nail paper pay piper pitt poole pride rain ray reed rest root sands savage sell
        shaw shepherd silver singer snow sparks steel storm strong swan thorn tongue town tree
        wall ward water weeks wells wild wilder wing winner worth check clean bridge
        scan test line face care first again please there their where right great thank hello
        about would could should later today other night after before doing think going having
        start
        """
    ),
    generic=words(
        """
        appointment appointments visit visits consultation consult treatment session service
        patient patients new existing returning follow followup first initial regular routine
        standard general adult child dental dentist tooth teeth medical doctor clinic private nhs
        online minute minutes min mins hour long short extended and or of the a an with for to up
        on in at by i my your per off out
        """
    ),
    synonyms={
        "hygiene": ("hygienist", "cleaning", "clean", "teeth cleaned", "tooth cleaning",
                    "scale and polish", "polish", "deep clean", "dental hygiene"),
        "hygienist": ("hygiene", "cleaning", "clean", "teeth cleaned", "tooth cleaning",
                      "scale and polish", "deep clean"),
        "cleaning": ("hygienist", "hygiene", "clean", "teeth cleaned", "scale and polish"),
        "check-up": ("examination", "exam", "check my teeth", "teeth checked", "teeth looked at",
                     "dental check", "routine check", "six month check", "check over"),
        "examination": ("check-up", "exam", "dental check", "routine check", "check over"),
        "exam": ("check-up", "examination", "dental check", "routine check"),
        "emergency": ("urgent", "toothache", "tooth ache", "broken tooth", "severe pain",
                      "in pain", "chipped tooth", "lost filling"),
        "extraction": ("tooth out", "tooth pulled", "tooth removed", "pull a tooth",
                       "wisdom tooth out", "take a tooth out"),
        "whitening": ("whiter teeth", "whiten", "bleaching", "teeth whitened"),
        "filling": ("cavity", "hole in my tooth"),
        "orthodontic": ("braces", "brace", "aligners", "orthodontist"),
        "root canal": ("root canal", "root filling", "endodontic"),
        "x-ray": ("radiograph", "xray"),
        "physiotherapy": ("physio", "physiotherapist"),
        "vaccination": ("jab", "vaccine", "flu jab", "immunisation", "injection"),
        "blood test": ("bloods", "blood taken", "blood sample"),
    },
    forename_leads=(
        "my first name is", "the first name is", "first name is", "first name", "my first name",
        "my given name is", "given name is", "given name", "my forename is", "forename",
        "the patient's first name is", "his first name is", "her first name is",
        "his name is", "her name is", "he is called", "she is called", "i am called",
    ),
    forenames=words("will"),
    surname_leads=(
        "my surname is", "my last name is", "my family name is", "the surname is", "my name is",
        "the last name is", "last name is", "last name", "surname is", "surname", "family name is",
        "family name", "the name is", "name is", "my surname", "my last name", "its", "it's",
        "it is", "that's", "thats", "that is", "i'm", "im", "i am", "this is", "name", "yes",
        "yes it's", "sure", "ok", "okay", "hi", "hello",
    ),
    surname_tails=("please", "thanks", "thank you", "is my surname", "is my last name", "here"),
    number_leads=("number", "no", "id", "ref", "reference", "#"),
    number_joins=("is", "was", "it's", "its", "of", "number"),
    no_surname=words(
        """
        i you he she it we they the is am are was to can could not no yes my me your what how do
        does did know want need help cancel back stop book appointment please why who when where
        which sorry hello hi hey thanks thank ok okay sure forgot remember number name surname
        birthday someone person reception restart again menu none nothing anything maybe today
        tomorrow monday tuesday wednesday thursday friday saturday sunday morning afternoon
        evening have has had would will in at on for of with this that there here change different
        wrong same before already told sent said skip pass private rather prefer say another if
        and or
        """
    ),
)  # fmt: skip

"""Writing down a new patient: who they are, whether they agree, a check; then once, and only once.

Whoever turns out to be known already is taken as who they are, and where that is not plain a person
at the clinic decides: nobody gets a second record.
"""

from connectors.protocols import CreatesPatients, SearchesPatients
from dialogs.identify import hear as proof
from dialogs.identify import wording as proof_words
from dialogs.register import hear, wording, work
from dialogs.register.frame import Register
from dialogs.register.request import request
from dialogs.table import Dialog, ask, branch, do, end, run

REGISTER = Dialog(
    "register",
    Register,
    version=1,
    needs=(CreatesPatients, SearchesPatients),
    steps=(
        branch("may", hear.may_register, yes="forename", no="person"),
        ask(
            "forename",
            say=wording.forename,
            read=hear.forename,
            example=wording.forename_example,
            fills=("forename",),
            called="forename",
            closed=True,
            then="surname",
        ),
        ask(
            "surname",
            say=proof_words.surname,
            read=proof.surname,
            example=wording.surname_example,
            fills=("surname",),
            called="surname",
            closed=True,
            then="born",
        ),
        ask(
            "born",
            say=proof_words.born,
            read=hear.born,
            example=proof_words.born_example,
            fills=("born",),
            called="born",
            closed=True,
            then="contact",
            unknown="person",
        ),
        ask(
            "contact",
            say=wording.contact,
            read=hear.contact,
            example=proof_words.contact_example,
            fills=("contact",),
            called="contact",
            closed=True,
            then="agree",
            neither="person",
        ),
        ask(
            "agree",
            say=wording.agree,
            read=hear.agree,
            example=wording.agree_example,
            fills=("agreed",),
            closed=True,
            yes="look",
            no="declined",
        ),
        do(
            "look",
            work.look,
            fills=("looked",),
            clear="check",
            known="known",
            similar="similar",
            unavailable="not_found_out",
        ),
        ask(
            "check",
            say=wording.check,
            read=hear.check,
            example=wording.check_example,
            owns=("book", "confirm"),
            closed=True,
            yes="create",
            no="wrong",
        ),
        do(
            "create",
            work.create,
            commits=True,
            fills=("patient",),
            created="created",
            stale="look",
            refused="refused",
            unsure="unsure",
            pending="unsure",
            unavailable="not_written",
        ),
        ask(
            "wrong",
            say=wording.wrong,
            read=hear.wrong,
            closed=True,
            forename="forename",
            surname="surname",
            born="born",
            contact="contact",
        ),
        ask("declined", say=wording.declined, read=proof.locked, message="person", enough="left"),
        ask("similar", say=wording.similar, read=proof.locked, message="person", enough="left"),
        ask("refused", say=wording.refused, read=proof.locked, message="person", enough="left"),
        ask("unsure", say=wording.unsure, read=hear.look_again, again="look", message="person"),
        ask(
            "not_found_out",
            say=wording.not_written,
            read=proof.down,
            again="look",
            message="person",
        ),
        ask(
            "not_written",
            say=wording.not_written,
            read=proof.down,
            again="create",
            message="person",
        ),
        run("person", "desk", give=request, left="left", kept="left"),
        end("created", wording.created, outcome="registered", gives=("patient",)),
        end("known", wording.known, outcome="registered", gives=("patient",)),
        end("left", outcome="left"),
    ),
)

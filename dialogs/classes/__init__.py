"""Group classes: which have room, and joining one of them; check, then join."""

from connectors.protocols import FindsPatients, JoinsClasses, ListsClasses, ListsServices
from dialogs import lookup
from dialogs.booking import choose as people
from dialogs.booking import hear as people_heard
from dialogs.booking import wording as people_worded
from dialogs.classes import choose, hear, wording, work
from dialogs.classes.frame import Classes
from dialogs.table import Dialog, ask, branch, do, end, run
from dialogs.times import hear as times_heard
from dialogs.times import wording as times

CLASSES = Dialog(
    "classes",
    Classes,
    version=1,
    needs=(ListsClasses, JoinsClasses, FindsPatients, ListsServices),
    wishes=("classes",),
    steps=(
        branch("what", choose.what, known="service", no_classes="no_classes", unknown="down"),
        ask(
            "service",
            say=wording.service,
            read=hear.service,
            example=wording.service_example,
            assume=choose.only_class,
            fills=("service",),
            called="service",
            anywhere=True,
            then="search",
        ),
        do(
            "search",
            work.find_classes,
            fills=("found",),
            found="which",
            none="full",
            unavailable="down",
        ),
        ask(
            "which",
            say=wording.which,
            read=hear.which,
            example=wording.which_example,
            fills=("chosen",),
            called="slot",
            then="family",
            another_day="day",
            another_class="service",
            enough="stopped",
        ),
        ask(
            "full",
            say=wording.full,
            read=hear.full,
            another_day="day",
            another_class="service",
            enough="stopped",
        ),
        ask(
            "day",
            say=wording.day,
            read=times_heard.when,
            example=times.when_example,
            fills=("when",),
            called="time",
            anywhere=True,
            then="search",
        ),
        branch("family", people.who_is_known, somebody="person", nobody="proof"),
        ask(
            "person",
            say=people_worded.person,
            read=people_heard.person,
            assume=people.only_patient,
            fills=("patient",),
            called="patient",
            anywhere=True,
            then="check",
            someone_else="proof",
        ),
        run(
            "proof",
            "identify",
            give=wording.proof,
            fills=("patient",),
            proven="check",
            left="left",
        ),
        ask(
            "check",
            say=wording.check,
            read=hear.check,
            example=wording.check_example,
            owns=("classes", "book", "confirm"),
            yes="join",
            no="stopped",
        ),
        do(
            "join",
            work.join,
            commits=True,
            joined="joined",
            taken="search",
            refused="refused",
            missing="refused",
            unsure="unsure",
            pending="pending",
            busy="not_joined",
            unavailable="not_joined",
        ),
        ask(
            "not_joined",
            say=wording.not_joined,
            read=times_heard.again,
            again="join",
            message="request",
        ),
        run("request", "desk", give=wording.request, left="left", kept="left"),
        end("joined", wording.joined),
        end("unsure", wording.unsure),
        end("pending", wording.pending),
        end("refused", wording.refused),
        end("no_classes", wording.no_classes),
        end("stopped", wording.stopped),
        end("down", lookup.down),
        end("left"),
    ),
)

"""Words of an emergency interrupt everything; no times are promised until the patient goes on."""

from dialogs.emergency import hear, wording
from dialogs.emergency.frame import Emergency
from dialogs.table import OWNS_REPAIRS, OWNS_WISHES, Dialog, ask, end

EMERGENCY = Dialog(
    "emergency",
    Emergency,
    version=1,
    steps=(
        ask(
            "warning",
            say=wording.warning,
            read=hear.carry_on,
            owns=(OWNS_WISHES, OWNS_REPAIRS),
            closed=True,
            carry_on="over",
        ),
        end("over"),
    ),
)

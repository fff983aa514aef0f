"""Compares what was said with the clinic's record."""

from connectors.errors import NotFound
from connectors.protocols import FindsPatients
from dialogs.identify.frame import Identify
from dialogs.ports import Ports
from dialogs.table import Answer, answer
from dialogs.talk import Talk
from dialogs.understand.names import same_name

# Enough to count tries by, whatever the window; older ones say nothing any more.
MOST_REMEMBERED = 10


async def look_up(frame: Identify, talk: Talk, ports: Ports) -> Answer:
    """Read the record and compare; whatever does not agree, the answer is the same."""
    if frame.number is None or frame.surname is None:
        return answer("failed")
    try:
        record = await ports[FindsPatients].patient(frame.number)
    except NotFound:
        record = None
    agrees = (
        record is not None
        and record.born is not None
        and record.born == frame.born
        and same_name(record.surname, frame.surname)
    )
    if record is None or not agrees:
        failed = (*talk.memory.failed_proofs, talk.now)[-MOST_REMEMBERED:]
        memory = talk.memory.model_copy(update={"failed_proofs": failed})
        return answer("failed", memory=memory)
    return answer("proven", patient=record, memory=talk.memory.with_patient(record))

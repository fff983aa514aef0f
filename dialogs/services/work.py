"""What the clinic's system tells of one service."""

from connectors.protocols import DescribesServices
from dialogs.ports import Ports
from dialogs.services.frame import Services
from dialogs.services.hear import offered
from dialogs.table import Answer, answer
from dialogs.talk import Talk


async def describe(frame: Services, talk: Talk, ports: Ports) -> Answer:
    """How long it takes: by a reading of this one where the list does not tell."""
    listed = next((one.minutes for one in offered(talk) if one.id == frame.one), None)
    describes = ports.get(DescribesServices)
    if listed is not None or describes is None or frame.one is None:
        return answer("told", minutes=() if listed is None else (listed,))
    return answer("told", minutes=(await describes.service(frame.one)).minutes)

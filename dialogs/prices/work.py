"""What the clinic's system tells of the price of one thing."""

from connectors.protocols import ListsPrices
from dialogs.ports import Ports
from dialogs.prices.frame import Prices
from dialogs.table import Answer, answer
from dialogs.talk import Talk


async def fees(frame: Prices, _talk: Talk, ports: Ports) -> Answer:
    """What it costs: a reading of this one."""
    found = tuple(await ports[ListsPrices].fees(frame.one or ""))
    return answer("told", fees=found) if found else answer("none")

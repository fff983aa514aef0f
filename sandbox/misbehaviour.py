"""What can go wrong at a vendor, switched on and off while the server runs."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """Something that goes wrong; "before" and "after" are seen from the clinic's diary.

    A dropped GET or PUT on a connection that was used before is repeated once by aiohttp's client
    itself, unseen by its caller: such a call arrives twice, and `times=1` spoils the first alone.
    """

    SLOW = "slow"  # acts late: whoever asked may be gone by then
    SLOW_AFTER = "slow-after"  # acts at once, answers late
    DROP_BEFORE = "drop-before"  # the connection closes and nothing happened
    DROP_AFTER = "drop-after"  # it happened and the connection closes
    HOLD_BEFORE = "hold-before"  # nothing happens and no answer comes
    HOLD_AFTER = "hold-after"  # it happened and no answer comes
    ERROR_BEFORE = "error-before"  # 5xx, nothing happened
    ERROR_AFTER = "error-after"  # 5xx, and yet it happened
    HTML = "html"  # somebody else's page with status 200, nothing happened
    HTML_AFTER = "html-after"  # the same, and yet it happened
    CUT_SHORT = "cut-short"  # it happened; half of the answer, then the connection closes
    TOKEN_LOST = "token-lost"  # noqa: S105 - all tokens are forgotten just before the call
    # The rest is for those operations alone that book, change or keep a time.
    SLOT_TAKEN = "slot-taken"  # somebody else took the time a moment ago
    UNCHECKED = "unchecked"  # overlaps are not looked for
    CONFLICT_400 = "conflict-400"  # a taken time is answered with 400
    CONFLICT_422 = "conflict-422"  # a taken time is answered with 422
    NOT_BLOCKING = "not-blocking"  # the booking does not keep others off its time
    STATUS_REFUSED = "status-refused"  # a change of status is refused, whatever is asked
    HOLD_LOST = "hold-lost"  # the time that was kept has just been let go


# What happens on the way in, whoever asks; the rest waits for a request that is let in, so that
# "the next create" is one that the clinic gets to see.
ARRIVING = frozenset(
    {
        Fault.TOKEN_LOST,
        Fault.SLOW,
        Fault.HOLD_BEFORE,
        Fault.DROP_BEFORE,
        Fault.ERROR_BEFORE,
        Fault.HTML,
    }
)
ACTING = frozenset(Fault) - ARRIVING

EVERYTHING = "*"


@dataclass
class Rule:
    """One fault that is switched on, for the next `times` calls or until it is switched off."""

    fault: Fault
    operation: str
    times: int | None = None
    every: int = 1  # only each n-th call that the rule is about
    seconds: float = 30.0  # of a slow answer
    status: int = 503  # of an error
    seen: int = 0

    def strikes(self, operation: str) -> bool:
        """Whether this call is hit; asking uses one of the times up."""
        if self.operation not in (EVERYTHING, operation) or self.times == 0:
            return False
        self.seen += 1
        if self.seen % self.every:
            return False
        if self.times is not None:
            self.times -= 1
        return True


class Misbehaviour:
    """The faults that are on; `operations` are the names that a call can have.

    `only_for` names the operations of each fault that is not for all, the usual one first.
    """

    def __init__(
        self, operations: tuple[str, ...], only_for: Mapping[Fault, tuple[str, ...]]
    ) -> None:
        self._operations = operations
        self._only_for = only_for
        self._rules: list[Rule] = []
        self._released = asyncio.Event()
        self._holding = asyncio.Event()

    def on(
        self,
        fault: Fault | str,
        operation: str | None = None,
        *,
        times: int | None = None,
        every: int = 1,
        seconds: float = 30.0,
        status: int = 503,
    ) -> None:
        """From now on; `ValueError` for a fault, operation or number that could never strike."""
        known = Fault(fault)
        only_for = self._only_for.get(known, (EVERYTHING, *self._operations))
        if not only_for:
            raise ValueError(f"this vendor has no {known}")
        about = operation or only_for[0]
        if about not in (EVERYTHING, *self._operations):
            raise ValueError(f"there is no operation {about!r}")
        if about not in only_for:
            raise ValueError(f"{known} is for {', '.join(only_for)} alone")
        if every < 1 or (times is not None and times < 1):
            raise ValueError("times and every start at 1")
        self._rules.append(Rule(known, about, times, every, seconds, status))

    def off(self, fault: Fault | str | None = None, operation: str | None = None) -> None:
        """Without arguments everything; what was held without an answer is let go too."""
        self._rules = [
            rule
            for rule in self._rules
            if (fault is not None and rule.fault != fault)
            or (operation is not None and rule.operation != operation)
        ]
        self.release()

    def rules(self) -> list[Rule]:
        """What can still strike."""
        return [rule for rule in self._rules if rule.times != 0]

    def next_call(self, operation: str, among: frozenset[Fault]) -> dict[Fault, Rule]:
        """What goes wrong with this call, of those faults."""
        struck = {
            rule.fault: rule
            for rule in self._rules
            if rule.fault in among and rule.strikes(operation)
        }
        self._rules = self.rules()
        return struck

    async def hold(self) -> None:
        """Wait until those who wait for an answer are let go; they never get one."""
        self._holding.set()
        await self._released.wait()

    async def holding(self) -> None:
        """Return as soon as some call is held without an answer."""
        await self._holding.wait()

    def release(self) -> None:
        """Let go of every held call: its connection closes."""
        self._released.set()
        self._released = asyncio.Event()
        self._holding.clear()

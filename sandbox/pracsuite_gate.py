"""Who may ask PracSuite: two keys on every call, a rate and a daily quota per vendor key."""

from collections import deque
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from sandbox.clinic import Clock
from sandbox.pracsuite_errors import Errors, missing_token, unauthorized
from sandbox.serving import Answer

VENDOR_KEY = "sandbox-vendor-key"
ACCOUNT_KEY = "sandbox-account-key"

_MINUTE = timedelta(minutes=1)
_TOO_MANY = {"message": "Too Many Requests"}  # contract §2: 429 has no documented body


class PracSuiteGate:
    """The contract names no numbers (§9), so these are as high as nobody gets unless set lower.

    `per_minute` and `per_day` may be changed at any time; `retry_after` is sent with a 429, in
    seconds, when it is set.
    """

    def __init__(self, clock: Clock, errors: Errors) -> None:
        self.per_minute = 1_000_000
        self.per_day = 100_000_000
        self.retry_after: int | None = None
        self._clock = clock
        self._errors = errors
        self._lately: deque[datetime] = deque()
        self._day = date.min
        self._today = 0

    def refuses(self, headers: Mapping[str, str]) -> Answer | None:
        """What a request is refused with; those with the vendor key count, refused ones too."""
        vendor, account = headers.get("x-api-key"), headers.get("a-api-key")
        if not vendor or not account:
            return self._errors.answer(missing_token())
        if vendor == VENDOR_KEY and self._one_too_many():
            wait = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
            return Answer(_TOO_MANY, 429, wait)
        if (vendor, account) != (VENDOR_KEY, ACCOUNT_KEY):
            return self._errors.answer(unauthorized())
        return None

    def _one_too_many(self) -> bool:
        now = self._clock().astimezone(UTC)
        if now.date() != self._day:
            self._day, self._today = now.date(), 0
        while self._lately and self._lately[0] <= now - _MINUTE:
            self._lately.popleft()
        self._lately.append(now)
        self._today += 1
        return len(self._lately) > self.per_minute or self._today > self.per_day

"""Faults on order: what the next calls of a Bot API method meet instead of an answer."""

import math
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from simulator.errors import ApiError, too_many_requests

ANY_METHOD = "*"


class FaultKind(StrEnum):
    """What goes wrong. The last three happen after the call was carried out."""

    REFUSE = "refuse"
    TOO_MANY_REQUESTS = "too_many_requests"
    SERVER_ERROR = "server_error"
    UNREACHABLE = "unreachable"
    ACCEPT_THEN_CLOSE = "accept_then_close"
    ACCEPT_THEN_HANG = "accept_then_hang"
    BROKEN_JSON = "broken_json"


@dataclass(slots=True)
class Fault:
    """An ordered fault; `times` None means until cleared. `retry_after` is in seconds."""

    kind: FaultKind
    times: int | None
    status: int
    description: str
    retry_after: int

    def refusal(self) -> ApiError | None:
        """Give the error that the bot is told, or None where the fault is in the connection."""
        if self.kind is FaultKind.REFUSE:
            return ApiError(self.status, self.description)
        if self.kind is FaultKind.TOO_MANY_REQUESTS:
            return too_many_requests(self.retry_after)
        if self.kind is FaultKind.SERVER_ERROR:
            return ApiError(500, "Internal Server Error")
        return None


class Faults:
    """The faults ordered for each method, met in the order in which they were ordered.

    Beside them the desk's two switches: the network is down, or Telegram is busy until a moment.
    """

    def __init__(self) -> None:
        self._ordered: dict[str, list[Fault]] = {}
        self.network_down = False
        self.busy_until: datetime | None = None

    def busy_refusal(self, method: str, now: datetime) -> ApiError | None:
        """Give the 429 of a busy Telegram for everything that sends or edits, else None."""
        if self.busy_until is None or method.lower().startswith("get"):
            return None
        left = (self.busy_until - now).total_seconds()
        if left <= 0:
            self.busy_until = None
            return None
        return too_many_requests(math.ceil(left))

    def fail_next(
        self,
        method: str,
        kind: FaultKind | str,
        times: int | None = 1,
        *,
        status: int = 400,
        description: str = "Bad Request: refused on order",
        retry_after: int = 1,
    ) -> None:
        """Let the next `times` calls of the method (any with "*") fail; None until `clear`."""
        fault = Fault(FaultKind(kind), times, status, description, retry_after)
        self._ordered.setdefault(method.lower(), []).append(fault)

    def take(self, method: str) -> Fault | None:
        """Give the fault that this call meets and count it off."""
        for key in (method.lower(), ANY_METHOD):
            waiting = self._ordered.get(key)
            if not waiting:
                continue
            fault = waiting[0]
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    waiting.pop(0)
            return fault
        return None

    def clear(self) -> None:
        """Take back every order and both switches."""
        self._ordered.clear()
        self.network_down = False
        self.busy_until = None

"""Faults a test orders: what goes wrong with which requests, and how often."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from .refusals import Refusal, bad_request, forbidden, too_many_requests
from .wire import Json

BAD_GATEWAY = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


@dataclass(frozen=True, slots=True)
class Refused:
    """Any refusal in Telegram's form; `stored` carries the request out all the same."""

    code: int
    description: str
    parameters: dict[str, int] = field(default_factory=dict)
    stored: bool = False

    def refusal(self) -> Refusal:
        return Refusal(self.code, self.description, **self.parameters)


def TooManyRequests(retry_after: int = 1) -> Refused:
    """429 with `retry_after`."""
    return _as_fault(too_many_requests(retry_after))


def Migrated(new_chat_id: int) -> Refused:
    """400: the group has become a supergroup."""
    reason = "group chat was upgraded to a supergroup chat"
    return _as_fault(bad_request(reason, migrate_to_chat_id=new_chat_id))


def Blocked() -> Refused:
    """403 in a private chat."""
    return _as_fault(forbidden("bot was blocked by the user"))


def Kicked(kind: str = "supergroup") -> Refused:
    """403 in a group."""
    return _as_fault(forbidden(f"bot was kicked from the {kind} chat"))


def _as_fault(refusal: Refusal) -> Refused:
    return Refused(refusal.code, refusal.description, refusal.parameters)


@dataclass(frozen=True, slots=True)
class BadAnswer:
    """An answer that is not Telegram's JSON: by default nginx's page for 502."""

    status: int = 502
    body: bytes = BAD_GATEWAY
    content_type: str = "text/html"
    stored: bool = False


@dataclass(frozen=True, slots=True)
class ConnectionReset:
    """The connection is cut without an answer."""

    stored: bool = False


@dataclass(frozen=True, slots=True)
class Hang:
    """No answer until the client gives up (or `seconds` passed, then a cut). By default the request is
    carried out first: the ambiguous send."""

    stored: bool = True
    seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Slow:
    """Carried out and answered, but late."""

    seconds: float


Fault: TypeAlias = Refused | BadAnswer | ConnectionReset | Hang | Slow


@dataclass(slots=True, eq=False)
class _Order:
    method: str
    fault: Fault
    left: int | None  # None: for ever
    where: Callable[[Json], bool] | None


class Faults:
    """The faults ordered, served first come first served. Method "*" is every method but getUpdates."""

    def __init__(self, changed: threading.Condition) -> None:
        self._changed = changed
        self._orders: list[_Order] = []

    def next(self, method: str, fault: Fault, *, times: int = 1, where: Callable[[Json], bool] | None = None) -> None:
        """Let the next request(s) of a method (whose parameters fit `where`) go wrong."""
        with self._changed:
            self._orders.append(_Order(method, fault, times, where))

    def always(self, method: str, fault: Fault, *, where: Callable[[Json], bool] | None = None) -> None:
        """Let every request of a method go wrong until `clear`."""
        with self._changed:
            self._orders.append(_Order(method, fault, None, where))

    def clear(self, method: str | None = None) -> None:
        """Take back what was ordered, for one method or all."""
        with self._changed:
            self._orders = [order for order in self._orders if method not in (None, order.method)]

    @property
    def waiting(self) -> int:
        """How many ordered faults have not struck yet; endless ones are not counted."""
        with self._changed:
            return sum(order.left or 0 for order in self._orders)

    def take(self, method: str, params: Json) -> Fault | None:
        """The fault that strikes this request, if any."""
        if not self._orders:
            return None
        with self._changed:
            for order in self._orders:
                named = order.method == method or (order.method == "*" and method != "getUpdates")
                if not named or (order.where is not None and not order.where(params)):
                    continue
                if order.left is not None:
                    order.left -= 1
                    if order.left == 0:
                        self._orders.remove(order)
                return order.fault
        return None

"""Every request a bot makes, in order of arrival, with its answer once it has one."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .bots import Bot
from .wire import Json, Upload


@dataclass(slots=True, eq=False)
class Request:
    """One request. `status` is None until it was answered, 0 if the connection was cut."""

    number: int
    bot: Bot | None
    method: str  # as Telegram spells it: sendMessage
    params: Json  # typed
    files: dict[str, Upload] = field(default_factory=dict, repr=False)
    at: float = field(default_factory=time.monotonic)
    status: int | None = None
    answer: Any = field(default=None, repr=False)  # the JSON, or the raw body of a fault
    answered_at: float | None = None
    fault: str | None = None
    via_webhook: bool = False  # it came as the reply to a webhook delivery

    @property
    def ok(self) -> bool:
        """Whether it was carried out and answered so."""
        return isinstance(self.answer, dict) and self.answer.get("ok") is True

    @property
    def result(self) -> Any:
        """What the method returned."""
        if not self.ok:
            raise AssertionError(f"{self} was not carried out: {self.answer}")
        return self.answer["result"]

    def __str__(self) -> str:
        shown = {k: v for k, v in self.params.items() if k != "allowed_updates"}
        answer = self.answer.get("description", "ok") if isinstance(self.answer, dict) else self.answer
        return f"#{self.number} {self.method} {shown} → {self.status} {answer}"


class Journal:
    """The requests, kept for ever or the last `keep` of them; counts are kept for all."""

    def __init__(self, changed: threading.Condition, keep: int | None = None) -> None:
        self._changed = changed
        self._keep = keep
        self._by_method: dict[str, list[Request]] = {}
        self._counts: Counter[str] = Counter()
        self._number = 0

    def record(self, bot: Bot | None, method: str, params: Json, files: dict[str, Upload]) -> Request:
        """Note a request as it arrives."""
        with self._changed:
            self._number += 1
            request = Request(self._number, bot, method, params, files)
            kept = self._by_method.setdefault(method, [])
            kept.append(request)
            if self._keep is not None and len(kept) > 2 * self._keep:
                del kept[: -self._keep]
            self._counts[method] += 1
            self._changed.notify_all()
            return request

    def answered(self, request: Request, status: int, answer: Any) -> None:
        """Note the answer of a request."""
        with self._changed:
            request.status, request.answer, request.answered_at = status, answer, time.monotonic()
            self._changed.notify_all()

    def requests(self, method: str | None = None, *, bot: Bot | None = None) -> list[Request]:
        """The requests of a method (all but getUpdates when none is named), oldest first."""
        with self._changed:
            if method is not None:
                found = list(self._by_method.get(method, ()))
            else:
                found = [r for name, kept in self._by_method.items() if name != "getUpdates" for r in kept]
                found.sort(key=lambda request: request.number)
        return found if bot is None else [request for request in found if request.bot is bot]

    @property
    def number(self) -> int:
        """The number of the newest request."""
        with self._changed:
            return self._number

    def count(self, method: str) -> int:
        """How often a method was called."""
        with self._changed:
            return self._counts[method]

    def last(self, method: str) -> Request:
        """The newest request of a method."""
        found = self.requests(method)
        if not found:
            raise AssertionError(f"no {method} was sent; sent were {dict(self._counts)}")
        return found[-1]

    def tail(self, lines: int = 12) -> str:
        """The newest requests as text, for the message of a failed wait."""
        return "\n".join(f"  {request}"[:300] for request in self.requests()[-lines:])

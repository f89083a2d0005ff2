"""The time that the fake server writes into messages: the real one, or what a test sets."""

from __future__ import annotations

import time
from datetime import datetime


class Clock:
    """Runs with the real time, shifted or stopped as a test asks; timeouts and polls stay on real time."""

    def __init__(self) -> None:
        self._shift = 0.0
        self._stopped: float | None = None

    def now(self) -> float:
        """Seconds since 1970."""
        return self._stopped if self._stopped is not None else time.time() + self._shift

    def stamp(self, date: datetime | None = None) -> int:
        """A date as Telegram writes it, now by default."""
        return int(date.timestamp() if date else self.now())

    def stop_at(self, date: datetime) -> None:
        """Freeze at a moment."""
        self._stopped = date.timestamp()

    def advance(self, seconds: float) -> None:
        """Jump on (or back, when negative)."""
        if self._stopped is not None:
            self._stopped += seconds
        else:
            self._shift += seconds

"""An update whose turn it is → what its sends have to know: what was sent before, and how to wait aside."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(slots=True)
class Turn:
    """One update at work, seen from its sends."""

    cause: str  # what the marks of its sends are kept under
    sent: dict[int, int] = field(default_factory=dict)  # ordinal → message, where an earlier try came so far
    step_aside: Callable[[bool], None] = lambda is_aside: None
    update: int | None = None  # its number
    _next: int = 0

    def ordinal(self) -> int:
        """Number the next send: the same for the same send when the update is tried again."""
        self._next += 1
        return self._next - 1

    async def sleep(self, seconds: float) -> None:
        """Wait for Telegram without keeping other chats from being served."""
        self.step_aside(True)
        try:
            await asyncio.sleep(seconds)
        finally:
            self.step_aside(False)


current: ContextVar[Turn] = ContextVar("turn")

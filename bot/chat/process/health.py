"""Tells whether the bot is ready to serve and, where it is not, why."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from bot import metrics
from bot.factbase.model import FactBase
from bot.store.intake.queue_state import QueueState

STORE_SECONDS: Final = 2.0  # for the store to answer


@dataclass(slots=True)
class Heartbeat:
    """Counts how often something happened and when it last did, in seconds of a clock that never goes back."""

    clock: Callable[[], float] = time.monotonic
    count: int = 0
    at: float = field(init=False)

    def __post_init__(self) -> None:
        self.at = self.clock()

    def beat(self) -> None:
        """Note that it happened."""
        self.count += 1
        self.at = self.clock()

    def restart(self) -> None:
        """Begin to wait for it again, without counting."""
        self.at = self.clock()

    @property
    def age(self) -> float:
        """Return the seconds since it last happened, or since the wait began."""
        return self.clock() - self.at


@dataclass(slots=True)
class Health:
    """What the health checks look at; the bot is not ready once getUpdates got no answer for `stall_after` seconds."""

    base: Callable[[], FactBase]
    queue: Callable[[], Awaitable[QueueState]]
    stall_after: float | None = None
    is_connected: bool = False  # Telegram was reached, and updates are handled
    heard: Heartbeat = field(default_factory=Heartbeat)  # a getUpdates or a delivery that succeeded
    taken: Heartbeat = field(default_factory=Heartbeat)  # an update that was stored

    async def report(self) -> tuple[bool, dict[str, object]]:
        """Return whether the bot is ready, and a report with the numbers; sets the metrics of the queue, too."""
        base = self.base()
        found: dict[str, object] = {
            "base": {"version": base.version, "facts": len(base.facts)},
            "last_update_seconds": round(self.taken.age, 1) if self.taken.count else None,
        }
        reasons = self._reasons()
        state = await self.observe()
        if state is None:
            reasons.append("the store cannot be reached")
        else:
            found["queue"] = {"waiting": state.waiting, "oldest_seconds": state.oldest, "dead": state.dead}
        if reasons:
            found["reason"] = "; ".join(reasons)
        return not reasons, {"ready": not reasons, **found}

    async def observe(self) -> QueueState | None:
        """Ask the store what waits and set the metrics; return None where it does not answer."""
        try:
            async with asyncio.timeout(STORE_SECONDS):
                state = await self.queue()
        except Exception:  # whatever a driver raises
            return None
        metrics.queue.labels(state="waiting").set(state.waiting)
        metrics.queue.labels(state="dead").set(state.dead)
        metrics.queue_age.set(state.oldest)
        return state

    def _reasons(self) -> list[str]:
        if not self.is_connected:
            return ["Telegram has not been reached yet"]
        if self.stall_after is not None and self.heard.age > self.stall_after:
            return [f"nothing was heard from Telegram for {self.heard.age:.0f} s"]
        return []

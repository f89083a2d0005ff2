"""An update whose turn it is → what its sends have to know: what was sent before, and how to wait aside."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from bot import metrics


@dataclass(slots=True)
class UpdateContext:
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


current: ContextVar[UpdateContext] = ContextVar("turn")

log = logging.getLogger(__name__)


class Stage(StrEnum):
    """What an update passes on its way to a reply, in this order."""

    CLAIMED = "claimed"
    DECIDED = "decided"
    SENT = "sent"


STAGES: Final = {stage: metrics.stages.labels(stage=stage) for stage in Stage}


@dataclass(slots=True)
class Trace:
    """One update on its way; `stored` is seconds since the epoch, as another process may have stored it."""

    request: str
    stored: float
    since: float = field(default_factory=time.perf_counter)
    reached: set[Stage] = field(default_factory=set)
    outcome: str | None = None


current_trace: ContextVar[Trace | None] = ContextVar("trace", default=None)


@contextlib.contextmanager
def following(update: int | None, stored: float | None = None) -> Iterator[Trace]:
    """Mark all that happens inside as being about this update, which was claimed just now."""
    now = time.time()
    trace = Trace(request_id(update), now if stored is None else stored)
    began = trace.since
    token = current_trace.set(trace)
    trace.reached.add(Stage.CLAIMED)
    # Clocks of two machines may differ.
    STAGES[Stage.CLAIMED].observe(max(0.0, now - trace.stored))
    try:
        yield trace
        seconds = round(time.perf_counter() - began, 4)
        log.info("handled", extra={"outcome": trace.outcome, "seconds": seconds})
    finally:
        current_trace.reset(token)


def reach(stage: Stage) -> None:
    """Note that the current update has come to a stage; only the first time counts."""
    trace = current_trace.get()
    if trace is None or stage in trace.reached:
        return
    now = time.perf_counter()
    STAGES[stage].observe(now - trace.since)
    trace.since = now
    trace.reached.add(stage)
    if stage is Stage.SENT:
        metrics.replies.observe(max(0.0, time.time() - trace.stored))


def decided(outcome: str) -> None:
    """Note what was decided about a question: answer, suggest or none."""
    metrics.questions.labels(outcome=outcome).inc()
    reach(Stage.DECIDED)
    trace = current_trace.get()
    if trace is not None:
        trace.outcome = outcome


def request_id(update: int | None) -> str:
    """Name a request by its update, which Telegram repeats and every process sees."""
    return "u?" if update is None else f"u{update}"

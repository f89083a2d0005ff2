"""Context of the update being handled: its idempotency key, the messages that an earlier attempt already sent, a sleep
that frees its worker slot, and how far it has come, for metrics and the log."""

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

log = logging.getLogger(__name__)


class Stage(StrEnum):
    """The stages of an update on its way to a reply, in order."""

    CLAIMED = "claimed"
    DECIDED = "decided"
    SENT = "sent"


STAGES: Final = {stage: metrics.stages.labels(stage=stage) for stage in Stage}


def request_id(update: int | None) -> str:
    """Name an update in the log by its number, which Telegram repeats and every process sees."""
    return "u?" if update is None else f"u{update}"


@dataclass(slots=True)
class UpdateContext:
    """What is known of one update while it is handled."""

    idempotency_key: str  # its messages are recorded under this key, each with an index
    sent: dict[int, int] = field(default_factory=dict)  # index → message id, of what an earlier attempt has sent
    in_doubt: dict[int, int] = field(default_factory=dict)  # index → sends of which nobody knows whether they arrived
    is_repeated: bool = False  # an earlier attempt has begun with it
    is_waiting: bool = False  # for Telegram's limits or its next attempt
    sends_under_way: int = 0
    step_aside: Callable[[bool], None] = lambda is_aside: None  # frees the worker slot, or takes it again
    update: int | None = None  # Telegram's update_id
    stored_at: float = field(default_factory=time.time)  # Unix time; another process may have stored the update
    outcome: str | None = None  # of its question: answer, suggest or none
    _next_index: int = 0
    _reached: set[Stage] = field(default_factory=set)
    _stage_began: float = field(default_factory=time.perf_counter)

    @property
    def request(self) -> str:
        """The name of the update in the log."""
        return request_id(self.update)

    def next_index(self) -> int:
        """Number the next message; a further attempt at the same update gives each message the same number again."""
        self._next_index += 1
        return self._next_index - 1

    async def sleep(self, seconds: float) -> None:
        """Wait for Telegram, and let another update be handled meanwhile."""
        self.is_waiting = True
        self.step_aside(True)
        try:
            await asyncio.sleep(seconds)
        finally:
            self.is_waiting = False
            self.step_aside(False)

    @contextlib.contextmanager
    def sending(self) -> Iterator[None]:
        """Mark that a message is on its way, so that the shutdown does not cut it off."""
        self.sends_under_way += 1
        try:
            yield
        finally:
            self.sends_under_way -= 1

    def reach(self, stage: Stage) -> None:
        """Observe the time since the previous stage; only the first time that a stage is reached counts."""
        if stage in self._reached:
            return
        now = time.perf_counter()
        STAGES[stage].observe(now - self._stage_began)
        self._stage_began = now
        self._reached.add(stage)
        if stage is Stage.SENT:
            metrics.replies.observe(max(0.0, time.time() - self.stored_at))

    def _claim(self) -> None:
        self._stage_began = time.perf_counter()
        self._reached.add(Stage.CLAIMED)
        # Never negative, though the clocks of two machines may differ.
        STAGES[Stage.CLAIMED].observe(max(0.0, time.time() - self.stored_at))


current: ContextVar[UpdateContext] = ContextVar("update")


def context_for(key: str) -> UpdateContext:
    """Return the context of the update being handled; outside of any update a fresh one with this idempotency key."""
    return current.get(None) or UpdateContext(key)


@contextlib.contextmanager
def handling(context: UpdateContext) -> Iterator[None]:
    """Make this the current update for everything inside, and log what came of it and how long it took."""
    began = time.perf_counter()
    token = current.set(context)
    context._claim()
    try:
        yield
        seconds = round(time.perf_counter() - began, 4)
        log.info("handled", extra={"outcome": context.outcome, "seconds": seconds})
    finally:
        current.reset(token)


def reach(stage: Stage) -> None:
    """Note that the current update, if there is one, has come to a stage."""
    context = current.get(None)
    if context is not None:
        context.reach(stage)


def decided(outcome: str) -> None:
    """Count what was decided about a question (answer, suggest or none), and note it for the current update."""
    metrics.questions.labels(outcome=outcome).inc()
    reach(Stage.DECIDED)
    context = current.get(None)
    if context is not None:
        context.outcome = outcome

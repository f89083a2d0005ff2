"""A question, or the fact that somebody chose → the reply, worked out beside the event loop."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bot.factbase.model import FactBase
from bot.matching.decision import Decision
from bot.replies import Reply, pick, render


@dataclass(frozen=True, slots=True)
class Held:
    """A fact base with the functions made for it; a reload swaps one for another."""

    base: FactBase
    decide: Callable[[str], Decision]
    fold: Callable[[str], str]  # the matcher's: what it makes of a text before comparing


class Answering:
    """Answers from what is held at the moment of asking."""

    def __init__(self, held: Held) -> None:
        self.held = held
        # One thread: matching is pure Python, so more would only wait for each other and slow the loop down.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="matching")

    async def answer(self, question: str, now: dt.datetime, note: str | None = None) -> Reply:
        """Answer a question; `note` is a line to go first."""
        held = self.held

        def work() -> Reply:
            return render(held.decide(question), held.base, today=now.date(), fold=held.fold, note=note)

        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def holds(self, fact: str) -> bool:
        """Whether a fact can be told."""
        return fact in self.held.base.by_id

    async def tell(self, fact: str, now: dt.datetime) -> Reply:
        """Tell a fact that `holds`, with its question."""
        held = self.held

        def work() -> Reply:
            return render(pick(held.base, fact), held.base, today=now.date(), fold=held.fold)

        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def close(self) -> None:
        """Let the thread go."""
        self._thread.shutdown(wait=False, cancel_futures=True)

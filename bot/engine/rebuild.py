"""The files of a base → all that answers from it, or what is wrong with them; in a process of its own.

What takes seconds of a processor is done there, so that nobody who asks waits for it; what comes back is opened
within a fraction of a second.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import hashlib
import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from bot.checks import RULES, WARNINGS, check
from bot.config import Config, Settings
from bot.engine.engine import (
    QUICK_RULES,
    AnsweringEngine,
    audiences_of,
    check_scheduled,
    check_topics,
    matcher_of,
    meanings_of,
)
from bot.engine.files import load_base
from bot.engine.worker_process import call_worker, serve_order
from bot.factbase.audience import Audience
from bot.factbase.model import FactBase
from bot.matching import Matcher
from bot.problems import BotError, FactsError, Problem

if TYPE_CHECKING:
    from bot.semantics.similarity import SentenceMeanings

ENTRY: Final = "bot.engine.rebuild:work"
SECONDS: Final = 3600.0  # after which a renewal is given up
MODEL: Final = "sentence model"
SLOW_RULES: Final = {name: rule for name, rule in RULES.items() if name not in {*QUICK_RULES, *WARNINGS}}


@dataclass(frozen=True, slots=True)
class Order:
    """What to do: with which settings, for whom besides those whom they name, and on what day."""

    root: Path
    settings: Settings
    audiences: frozenset[Audience]
    today: dt.date
    has_model: bool


@dataclass(frozen=True, slots=True)
class Renewed:
    """A base with nothing wrong, as it is asked: whole, and as each audience sees it."""

    matcher: Matcher
    views: Mapping[frozenset[str], Matcher]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why files are not answered from: problems with their places, or a sentence where they have none."""

    problems: tuple[Problem, ...] = ()
    why: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """Give one line a problem: place, what is wrong, how to mend it."""
        return tuple(f"{one.place}: {one.what}; {one.mend}" for one in self.problems) or (self.why,)

    @property
    def key(self) -> str:
        """Be the same for the same problems, wherever else the files were changed."""
        found = sorted(f"{one.place.path} {one.rule} {one.what}" for one in self.problems)
        return hashlib.sha256("\n".join([self.why, *found]).encode()).hexdigest()[:16]


Renewal: TypeAlias = Renewed | Refused


def renew(order: Order) -> Renewal:
    """Load a base, check it with its own questions, and build what answers from it."""
    try:
        base = load_base(order.settings.facts)
        check_topics(order.settings.chats, base)
        check_scheduled(order.settings, base)
        desk = AnsweringEngine(base, (build := _builder(order))(base), build=build)
    except FactsError as error:
        return Refused(tuple(error.problems))
    except BotError as error:
        return Refused(why=str(error))
    asks = desk.matcher
    for rules in (QUICK_RULES, SLOW_RULES):
        problems = check(base, today=order.today, asks=asks, fold=asks.fold, rules=rules)
        if problems:
            return Refused(tuple(problems))
    desk.warm(order.audiences | audiences_of(order.settings, base))
    return Renewed(desk.matcher, desk.matchers())


def _builder(order: Order) -> Callable[[FactBase], Matcher]:
    config = Config(root=order.root, settings=order.settings)
    meanings = meanings_of(config, lambda remark: None) if order.has_model else None
    if order.has_model and meanings is None:
        raise BotError("the sentence model cannot be opened any more; put it back or start the bot again")
    return partial(matcher_of, settings=order.settings, meanings=meanings)


def work() -> None:
    """Carry out the order that the parent process sends, and send back what came of it."""
    with serve_order() as (given, result):
        order: Order = pickle.load(given)  # noqa: S301 (its parent wrote it)
        _Writer(result, pickle.HIGHEST_PROTOCOL).dump(renew(order))


async def renewed(order: Order, desk: AnsweringEngine) -> Renewal:
    """Have another process do it; raise WorkerError if that ends without a result."""
    written = await call_worker(ENTRY, pickle.dumps(order), SECONDS)
    return await asyncio.to_thread(_opened, written, desk)


def _opened(written: bytes, desk: AnsweringEngine) -> Renewal:
    """Make values of bytes: without the collector, which would look at each several times, in half the time."""
    is_collecting = gc.isenabled()
    gc.disable()
    try:
        opened: Renewal = _Reader(io.BytesIO(written), desk.meanings).load()
        return opened
    finally:
        if is_collecting:
            gc.enable()


class _Writer(pickle.Pickler):
    """Leaves out the sentence model, which both processes have."""

    def persistent_id(self, obj: object) -> str | None:
        return MODEL if type(obj).__name__ == "Embedder" else None


class _Reader(pickle.Unpickler):
    """Puts in this process's sentence model."""

    def __init__(self, file: io.BytesIO, meanings: SentenceMeanings | None) -> None:
        super().__init__(file)
        self._meanings = meanings

    def persistent_load(self, pid: object) -> object:
        return self._meanings.embedder if self._meanings is not None else None

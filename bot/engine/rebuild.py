"""Loads changed fact files in a process of its own, and returns what answers from them or what is wrong with them.

Loading takes seconds of CPU time, checking more; reading what comes back takes a fraction of a second.
"""

from __future__ import annotations

import asyncio
import hashlib
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from bot.config import Config, Settings
from bot.engine.builder import MatcherBuilder
from bot.engine.engine import AnsweringEngine, audiences_of, check_scheduled, check_topics, meanings_of
from bot.engine.files import read_folders
from bot.engine.snapshot import SnapshotCache, pickled, unpickle
from bot.engine.worker_process import WorkerError, call_worker, serve_order
from bot.factbase.audience import Audience
from bot.matching import Matcher
from bot.problems import BotError, FactsError, Problem

ENTRY: Final = "bot.engine.rebuild:work"
SECONDS: Final = 3600.0  # after which a renewal is given up


@dataclass(frozen=True, slots=True)
class RebuildOrder:
    """What to build: with which settings, and for which audiences besides those that the settings name."""

    root: Path
    settings: Settings
    audiences: frozenset[Audience]
    has_model: bool
    snapshots: SnapshotCache | None = None


@dataclass(frozen=True, slots=True)
class Renewed:
    """The matcher of a base with nothing wrong, and the matchers of what each set of topics shows."""

    matcher: Matcher
    views: Mapping[frozenset[str], Matcher]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why the files are not taken: problems with their places, or one sentence."""

    problems: tuple[Problem, ...] = ()
    why: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """One line a problem: place, what is wrong, how to mend it."""
        return tuple(f"{one.place}: {one.what}; {one.mend}" for one in self.problems) or (self.why,)

    @property
    def key(self) -> str:
        """A hash that stays the same as long as the problems do, wherever else the files are changed."""
        found = sorted(f"{one.place.path} {one.rule} {one.what}" for one in self.problems)
        return hashlib.sha256("\n".join([self.why, *found]).encode()).hexdigest()[:16]


Renewal: TypeAlias = Renewed | Refused


def renew(order: RebuildOrder) -> Renewal:
    """Load a base, put its own questions to it, and build what answers from it; or read all that from snapshots."""
    try:
        files = read_folders(order.settings.facts)
        builder = _builder(order)
        loaded = builder.load(files)
        base = loaded.matcher.base
        check_topics(order.settings.chats, base)
        check_scheduled(order.settings, base)
    except FactsError as error:
        return Refused(tuple(error.problems))
    except BotError as error:
        return Refused(why=str(error))
    problems = loaded.lint or builder.slow_lint(files, loaded)
    if problems:
        return Refused(problems)
    engine = AnsweringEngine(base, loaded.matcher, build=builder)
    engine.warm(order.audiences | audiences_of(order.settings, base))
    return Renewed(engine.matcher, engine.matchers())


def _builder(order: RebuildOrder) -> MatcherBuilder:
    config = Config(root=order.root, settings=order.settings)
    meanings = meanings_of(config, lambda remark: None) if order.has_model else None
    if order.has_model and meanings is None:
        raise BotError("the sentence model cannot be opened any more; put it back or start the bot again")
    return MatcherBuilder(order.settings, meanings, order.snapshots)


def work() -> None:
    """Carry out the order that the parent process sends, and send back what came of it."""
    with serve_order() as (given, result):
        order: RebuildOrder = pickle.load(given)  # noqa: S301 (its parent wrote it)
        result.write(pickled(renew(order)))


async def renewed(order: RebuildOrder, engine: AnsweringEngine) -> Renewal:
    """Do the same in another process; raise WorkerError if that ends without a result."""
    written = await call_worker(ENTRY, pickle.dumps(order), SECONDS)
    embedder = engine.meanings.embedder if engine.meanings is not None else None
    found = await asyncio.to_thread(unpickle, written, embedder)
    if not isinstance(found, Renewed | Refused):
        raise WorkerError(f"it answered with {type(found).__name__}")
    return found

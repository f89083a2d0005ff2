"""Facts that have changed → the answers that told them, corrected where they stand; one message a chat says so.

What each answer held is kept with it, and what each fact has held. So an answer is known to be out of date whenever
the change was made, by whichever process, and whether or not the bot was running; to look again does no harm.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from sqlalchemy import Connection

from bot.chat.corrections.editor import AnswerEditor
from bot.chat.corrections.text import Out
from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.process.leader_election import leads
from bot.chat.reload.reloader import Reloading
from bot.chat.scheduling.publisher import Publisher
from bot.config import Settings
from bot.curation.fact_diff import is_substantive, read
from bot.factbase.model import FactBase
from bot.factbase.stated import GONE, hash_of, held_by, stated
from bot.store.base import fact_states
from bot.store.base.fact_states import FactState
from bot.store.conversations import contexts, inline_results
from bot.store.conversations.contexts import AnswerRecord
from bot.store.database.engine import StoreError
from bot.store.database.store import Store

CORRECTIONS: Final = "corrections"
AGAIN: Final = 60.0  # seconds after which what failed is tried again, and other processes are looked after
OVERLAP: Final = 300.0  # seconds in which an answer that comes of an earlier base may still be told
AT_ONCE: Final = 8  # chats
HASHES: Final = 50  # in one query
DAY: Final = 86_400.0
log = logging.getLogger(__name__)


class CorrectionsTask:
    """Keeps answers of the last days like the base; one process does it for all."""

    name = CORRECTIONS

    def __init__(
        self, answering: AnswerService, mender: AnswerEditor, store: Store, days: int, clock: Callable[[], dt.datetime]
    ) -> None:
        self._answering = answering
        self._mender = mender
        self._store = store
        self._days = days
        self._clock = clock
        self._wanted = asyncio.Event()
        self._unrecorded: deque[FactBase] = deque()
        self._corrected_to: float | None = None  # the newest state like which all answers are

    async def changed(self, before: FactBase, after: FactBase) -> None:
        """Have noted what facts hold from now on, and answers looked at."""
        self._unrecorded.append(after)
        self._wanted.set()

    async def _record(self, after: FactBase) -> None:
        texts = {fact.id: stated(fact).as_text() for fact in after.facts}
        contents = {fact: (hash_of(text), text) for fact, text in texts.items()}
        store, now = self._store, self._clock().timestamp()
        await store.run(lambda connection: fact_states.record(connection, store.bot, contents, now))

    async def run(self) -> None:
        """Correct until cancelled."""
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(AGAIN):
                    await self._wanted.wait()
            self._wanted.clear()
            with contextlib.suppress(StoreError):
                while self._unrecorded:
                    await self._record(self._unrecorded[0])
                    self._unrecorded.popleft()
                if self._days > 0 and await leads(self._store, CORRECTIONS):
                    await self._correct()

    async def _correct(self) -> None:
        """Look at all answers of the days after a change, and else at those that may come of an earlier base."""
        store, base, now = self._store, self._answering.whole_base, self._clock().timestamp()
        first = now - self._days * DAY
        histories = await store.run(lambda connection: fact_states.history(connection, store.bot, first))
        known = {fact: states for fact, states in histories.items() if states[-1].held == _held_now(base, fact)}
        newest = max((states[-1].since for states in histories.values()), default=0.0)
        out = _out_of_date(known)
        told, sent = await self._standing(out, first if newest != self._corrected_to else max(first, now - OVERLAP))
        limit = asyncio.Semaphore(AT_ONCE)

        async def one(chat: int, messages: Sequence[AnswerRecord]) -> bool:
            async with limit:
                return await self._mender.mend(chat, [(message, _of(message.held, out)) for message in messages])

        chats = [one(chat, list(found)) for chat, found in groupby(told, key=lambda message: message.chat)]
        chats += [self._mender.mend_inline(message, out[message.fact, message.held or ""]) for message in sent]
        done = await asyncio.gather(*chats, return_exceptions=True)
        for failure in done:
            if isinstance(failure, Exception) and not isinstance(failure, StoreError):
                log.error("answers could not be corrected", exc_info=failure)
        is_whole = len(known) == len(histories) and all(found is True for found in done)
        self._corrected_to = newest if is_whole else None

    async def _standing(
        self, out: Iterable[tuple[str, str]], since: float
    ) -> tuple[list[AnswerRecord], list[inline_results.InlineMessage]]:
        """Find messages that tell what no longer holds."""
        store, known = self._store, frozenset(out)
        hashes = sorted({held for _, held in known})
        found: dict[tuple[int, int], AnswerRecord] = {}
        for start in range(0, len(hashes), HASHES):

            def work(
                connection: Connection, some: Sequence[str] = hashes[start : start + HASHES]
            ) -> list[AnswerRecord]:
                return contexts.answers_holding(connection, store.bot, some, since)

            for one in await store.run(work):
                if known.intersection((one.held or {}).items()):
                    found[one.chat, one.message] = one
        sent = (
            await store.run(lambda connection: inline_results.sent_since(connection, store.bot, since))
            if hashes
            else []
        )
        return [found[key] for key in sorted(found)], [one for one in sent if (one.fact, one.held or "") in known]


def _out_of_date(histories: Mapping[str, Sequence[FactState]]) -> Mapping[tuple[str, str], Out]:
    """Find what facts no longer hold, by fact and hash."""
    out: dict[tuple[str, str], Out] = {}
    for fact, states in histories.items():
        newest, after = states[-1], read(states[-1])
        for state in states[:-1]:
            before = read(state)
            if before is not None and is_substantive(before, after):
                out[fact, state.held] = Out(before, after, newest.since, newest.held)
    return out


def _of(held: Mapping[str, str] | None, out: Mapping[tuple[str, str], Out]) -> dict[str, Out]:
    return {fact: out[fact, one] for fact, one in (held or {}).items() if (fact, one) in out}


def _held_now(base: FactBase, fact: str) -> str:
    return held_by(base.by_id[fact]) if fact in base.by_id else GONE


def corrections_task(posting: Publisher, settings: Settings, reloading: Reloading) -> CorrectionsTask:
    """Put together what corrects answers, and have it know of changes."""
    mender = AnswerEditor(
        posting.bot,
        posting.outbox,
        posting.answering,
        posting.places,
        posting.store,
        settings.feedback,
        posting.clock,
    )
    days = min(settings.corrections_days, settings.retention_days)
    made = CorrectionsTask(posting.answering, mender, posting.store, days, posting.clock)
    reloading.after.append(made.changed)
    return made

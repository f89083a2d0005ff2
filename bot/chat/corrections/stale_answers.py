"""Finds the answers that told what no longer holds after a change of the base, and has them corrected.

The store keeps hashes of what each answer told and of what each fact has held. An answer is therefore found to be stale
no matter when and by which process the base was changed, or whether the bot was running; looking again does no harm.
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
from bot.chat.corrections.text import StaleFact
from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.process.leader_election import is_leader
from bot.config import EventKind
from bot.curation.fact_diff import is_substantive, read
from bot.factbase.model import FactBase
from bot.factbase.stated import GONE, Stated, hash_of, held_by, stated
from bot.store.base import fact_states
from bot.store.base.fact_states import FactState
from bot.store.conversations import contexts, inline_results
from bot.store.conversations.contexts import AnswerRecord
from bot.store.database.engine import StoreError
from bot.store.database.store import Store
from bot.store.events.outgoing import Event, EventLog

NO_EVENTS: Final = EventLog()
CORRECTIONS: Final = "corrections"
AGAIN: Final = 60.0  # seconds until failures are tried again, and answers of other processes are looked at
OVERLAP: Final = 300.0  # seconds for which an answer from an earlier base may still be sent
MOST_CHATS: Final = 8  # corrected at the same time
MOST_HASHES: Final = 50  # in one query
DAY: Final = 86_400.0  # seconds
log = logging.getLogger(__name__)


class CorrectionsTask:
    """Corrects the answers of the last days after each change of the base; one process does so for all."""

    name = CORRECTIONS

    def __init__(
        self,
        answer_service: AnswerService,
        editor: AnswerEditor,
        store: Store,
        days: int,
        clock: Callable[[], dt.datetime],
        events: EventLog = NO_EVENTS,
    ) -> None:
        self._answer_service = answer_service
        self._editor = editor
        self._store = store
        self._days = days
        self._clock = clock
        self._events = events
        self._wanted = asyncio.Event()
        self._unrecorded: deque[FactBase] = deque()
        self._corrected_to: float | None = None  # Unix time of the newest change for which all answers are corrected

    async def changed(self, before: FactBase, after: FactBase) -> None:
        """Have the new state of the facts recorded, and the answers looked at."""
        self._unrecorded.append(after)
        self._wanted.set()

    async def _record(self, after: FactBase) -> None:
        texts = {fact.id: stated(fact).as_text() for fact in after.facts}
        contents = {fact: (hash_of(text), text) for fact, text in texts.items()}
        store, now = self._store, self._clock().timestamp()

        def work(connection: Connection) -> None:
            before = fact_states.latest(connection, store.bot) if self._events.wants(EventKind.CORRECTION) else {}
            if fact_states.record(connection, store.bot, contents, now):
                self._note(connection, before, fact_states.latest(connection, store.bot))

        await store.run(work)

    def _note(self, connection: Connection, before: Mapping[str, FactState], after: Mapping[str, FactState]) -> None:
        """Have other programs told of the facts that changed in substance, in the same transaction."""
        for fact, state in after.items():
            was, now_is = read(before.get(fact)), read(state)
            if was is not None and is_substantive(was, now_is):
                key, at = f"correction {fact} {state.since:.3f}", self._clock().timestamp()
                event = Event(EventKind.CORRECTION, key, correction_of(fact, was, now_is), at)
                self._events.note(connection, self._store.bot, event)

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
                if self._days > 0 and await is_leader(self._store, CORRECTIONS):
                    await self._correct()

    async def _correct(self) -> None:
        """Look at all answers of the last days after a change, else at those that may come from an earlier base."""
        store, base, now = self._store, self._answer_service.whole_base, self._clock().timestamp()
        first = now - self._days * DAY
        histories = await store.run(lambda connection: fact_states.history(connection, store.bot, first))
        known = {fact: states for fact, states in histories.items() if states[-1].held == _held_now(base, fact)}
        newest = max((states[-1].since for states in histories.values()), default=0.0)
        stale = _stale_facts(known)
        since = first if newest != self._corrected_to else max(first, now - OVERLAP)
        answers, inline = await self._stale_answers(stale, since)
        limit = asyncio.Semaphore(MOST_CHATS)

        async def correct(chat: int, messages: Sequence[AnswerRecord]) -> bool:
            async with limit:
                found = [(message, _told_stale(message.held, stale)) for message in messages]
                return await self._editor.correct(chat, found)

        by_chat = groupby(answers, key=lambda message: message.chat)
        corrections = [correct(chat, list(messages)) for chat, messages in by_chat]
        corrections += [self._editor.correct_inline(one, stale[one.fact, one.held or ""]) for one in inline]
        outcomes = await asyncio.gather(*corrections, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, Exception) and not isinstance(outcome, StoreError):
                log.error("answers could not be corrected", exc_info=outcome)
        is_complete = len(known) == len(histories) and all(outcome is True for outcome in outcomes)
        self._corrected_to = newest if is_complete else None

    async def _stale_answers(
        self, stale: Iterable[tuple[str, str]], since: float
    ) -> tuple[list[AnswerRecord], list[inline_results.InlineMessage]]:
        """Find the messages, since a time, that tell stale facts, which are given by fact and hash."""
        store, known = self._store, frozenset(stale)
        hashes = sorted({held for _, held in known})
        found: dict[tuple[int, int], AnswerRecord] = {}
        for start in range(0, len(hashes), MOST_HASHES):

            def work(
                connection: Connection, some: Sequence[str] = hashes[start : start + MOST_HASHES]
            ) -> list[AnswerRecord]:
                return contexts.answers_holding(connection, store.bot, some, since)

            for one in await store.run(work):
                if known.intersection((one.held or {}).items()):
                    found[one.chat, one.message] = one
        answers = [found[key] for key in sorted(found)]
        if not hashes:
            return answers, []
        inline = await store.run(lambda connection: inline_results.sent_since(connection, store.bot, since))
        return answers, [one for one in inline if (one.fact, one.held or "") in known]


def correction_of(fact: str, before: Stated, after: Stated | None) -> dict[str, object]:
    """Return what other programs are told of a fact that changed; `after` is null for one that is gone."""
    return {
        "fact": fact,
        "topic": before.topic,
        "question": before.question,
        "before": _told(before),
        "after": None if after is None else _told(after),
    }


def _told(one: Stated) -> dict[str, object]:
    names = ("answer", "as_of", "status", "superseded_by", "withdrawn")
    return {name: getattr(one, name) for name in names}


def _stale_facts(histories: Mapping[str, Sequence[FactState]]) -> Mapping[tuple[str, str], StaleFact]:
    """Find the earlier states that differ in substance from the newest, by fact and hash."""
    stale: dict[tuple[str, str], StaleFact] = {}
    for fact, states in histories.items():
        newest, after = states[-1], read(states[-1])
        for state in states[:-1]:
            before = read(state)
            if before is not None and is_substantive(before, after):
                stale[fact, state.held] = StaleFact(before, after, newest.since, newest.held)
    return stale


def _told_stale(held: Mapping[str, str] | None, stale: Mapping[tuple[str, str], StaleFact]) -> dict[str, StaleFact]:
    return {fact: stale[fact, one] for fact, one in (held or {}).items() if (fact, one) in stale}


def _held_now(base: FactBase, fact: str) -> str:
    return held_by(base.by_id[fact]) if fact in base.by_id else GONE

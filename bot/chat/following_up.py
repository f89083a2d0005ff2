"""A base that changed → gaps that it closes, and answers to those who once asked in vain."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from telegram.error import TelegramError

from bot.chat import desk_words
from bot.chat.gap_news import GapNews
from bot.chat.later import Later
from bot.chat.leading import leads
from bot.chat.missing import Misses, digest
from bot.chat.outbox import Unsure, is_put_off
from bot.chat.places import Places
from bot.chat.reconsidering import Reconsidering
from bot.config import Mode
from bot.curation.pending import Ground, read_operation
from bot.curation.question_files import accepted_files
from bot.replies.layout import shorten
from bot.store import gaps, missing, pending
from bot.store.gaps import Gap, State
from bot.store.missing import Miss
from bot.store.store import Store

GAPS: Final = "gaps"  # what one process does for all
LOOK: Final = 5.0  # seconds between looks at whether the base has changed
AGAIN: Final = 60.0  # seconds until it is tried again to answer, where Telegram was away
MOST: Final = 10_000
QUOTED: Final = 200  # units
log = logging.getLogger(__name__)


@dataclass(slots=True)
class FollowingUp:
    """Looks at the gaps again after a start and after each change of the base; one process does it for all."""

    reconsidering: Reconsidering
    places: Places
    misses: Misses
    later: Later
    news: GapNews
    store: Store
    folders: Sequence[Path]
    follow_up: dt.timedelta
    clock: Callable[[], dt.datetime]
    name: str = "following up on gaps"

    async def run(self) -> None:
        """Work until cancelled."""
        seen: str | None = None
        again = 0.0
        while True:
            if await leads(self.store, GAPS):
                await self.misses.overlooked()
                version = self.reconsidering.answering.whole_base.version
                if seen != version and time.monotonic() >= again:
                    seen, again = (version, 0.0) if await self.look_again() else (None, time.monotonic() + AGAIN)
                await self.news.tell()
            await asyncio.sleep(LOOK)

    async def look_again(self) -> bool:
        """Ask the base each gap again: answer those who asked, and close what it answers; whether all is done."""
        states = (State.OPEN, State.ACCEPTED)
        found = await self.store.run(lambda connection: gaps.listed(connection, self.store.bot, states, MOST))
        waiting = await self._still_waiting()  # read later: one that is accepted in between waits
        is_whole = True
        for gap in found:
            if not await self._answer_askers(gap):
                is_whole = False
            elif await self._is_answered(gap):
                await self._become(gap, State.CLOSED)
            elif gap.state is State.ACCEPTED and gap.name not in waiting:
                await self._become(gap, State.OPEN)
        return is_whole

    async def _still_waiting(self) -> set[str]:
        """Forget what was accepted as a patch and is live by now; name the rest."""
        store, base = self.store, self.reconsidering.answering.whole_base
        kept = await store.run(lambda connection: pending.listed(connection, store.bot))
        if not kept:
            return set()
        ground = Ground({}, base, await asyncio.to_thread(accepted_files, self.folders))
        live = {one.name for one in kept if ground.has(read_operation(one.operation))}
        await store.run(lambda connection: pending.drop(connection, store.bot, live))
        return {one.name for one in kept} - live

    async def _is_answered(self, gap: Gap) -> bool:
        """Whether the base answers a gap, and otherwise than what was voted down."""
        base = self.reconsidering.answering.whole_base
        told = await self.reconsidering.told_now(gap.question, self.clock())
        return bool(told) and (gap.told is None or digest(told, base) != gap.told)

    async def _become(self, gap: Gap, state: State) -> None:
        """Close what the base answers, and open again what was accepted in vain."""
        store = self.store

        def work(connection: Connection) -> bool:
            if state is State.CLOSED:
                pending.drop(connection, store.bot, [gap.name])
            return gaps.put(connection, store.bot, gap.number, state)

        if await store.run(work):
            log.info("%s is %s: the base %s it", gap.name, state, "answers" if state is State.CLOSED else "lacks")

    async def _answer_askers(self, gap: Gap) -> bool:
        """Answer those who asked; whether that is done, which takes another look where Telegram was away."""
        is_done, store, since = True, self.store, (self.clock() - self.follow_up).timestamp()

        def waiting(connection: Connection) -> list[Miss]:
            return missing.unanswered(connection, store.bot, gap.number, since)

        for miss in await store.run(waiting):
            try:
                await self._answer(miss)
            except (TelegramError, Unsure) as error:
                log.warning("a late answer to %s was not sent (%s)", gap.name, type(error).__name__)
                if isinstance(error, TelegramError) and is_put_off(error):
                    await store.run(lambda connection, miss=miss: missing.release(connection, store.bot, miss))  # type: ignore[misc]
                    is_done = False
        return is_done

    async def _answer(self, miss: Miss) -> None:
        """Answer a question where it was asked, if that is possible by now and nobody does it already."""
        store = self.store
        if miss.chat_id is None:
            return
        where = await self.places.of(miss.chat_id)
        if not where.is_served or where.settings.mode is Mode.OFF:
            return
        language = where.settings.language or miss.language
        say, asked = self.reconsidering.answering.words_for(language), dt.datetime.fromtimestamp(miss.at, dt.UTC)
        date = say.day(asked)
        note = say(desk_words.YOU_ASKED, date=date, question=shorten(miss.question, QUOTED))
        answered = await self.reconsidering.again(miss.question, self.clock(), language, note, where.audience)
        if answered is None:
            return
        if await store.run(lambda connection: missing.claim(connection, store.bot, miss)):
            await self.later.send(miss, answered, where, language)

"""An answer that comes days after its question → a reply where that was asked, never twice."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from telegram import InlineKeyboardMarkup
from telegram.error import ChatMigrated, TelegramError

from bot.chat.curator.gap_digest import GapDigest
from bot.chat.curator.miss_recorder import MissRecorder, digest
from bot.chat.dialogue.answer_keyboard import answer_keyboard
from bot.chat.dialogue.answer_service import AnswerResult, AnswerService, QuestionComparison
from bot.chat.dialogue.memory import DialogueMemory
from bot.chat.outbound.outbox import DeliveryUnknown, is_put_off
from bot.chat.outbound.sender import Sender
from bot.chat.process.leader_election import leads
from bot.chat.protocol.chat_policy import ChatPolicies, ChatPolicy
from bot.config import Mode
from bot.curation.editing.pending_changes import Workspace, read_operation
from bot.curation.editing.question_files import accepted_files
from bot.messages import curator
from bot.replies import Reply
from bot.replies.layout import shorten
from bot.store.database.store import Store
from bot.store.gaps import gaps, pending
from bot.store.gaps import misses as missing
from bot.store.gaps.gaps import Gap, GapState
from bot.store.gaps.misses import Miss

ATTEMPTS: Final = 8


@dataclass(frozen=True, slots=True)
class LateAnswers:
    """Sends what must not come twice; where it is not known whether it came, it is left at that."""

    sender: Sender
    answering: AnswerService
    places: ChatPolicies
    memory: DialogueMemory
    has_thumbs: bool

    async def send(self, miss: Miss, answered: AnswerResult, where: ChatPolicy, language: str) -> None:
        """Reply to a question that this process has claimed; raises what Telegram refuses it with."""
        say = self.answering.words_for(language)
        markup = answer_keyboard(answered, self.sender.me.username, say, has_thumbs=self.has_thumbs)
        try:
            sent = await self._send(miss, where.chat, answered.reply, markup)
        except ChatMigrated as moved:
            await self.places.move(where.chat, moved.new_chat_id)
            there = replace(miss, message_id=None, topic_id=None)
            sent = await self._send(there, moved.new_chat_id, answered.reply, markup)
            where = await self.places.of(moved.new_chat_id)
        await self.memory.keep_late(where.chat, sent, miss.person, answered)

    async def _send(self, miss: Miss, chat: int, reply: Reply, markup: InlineKeyboardMarkup | None) -> int:
        return await self.sender.send(
            chat,
            reply,
            key=f"later {miss.place} {chat}",
            reply_to=miss.message_id,
            topic=miss.topic_id,
            markup=markup,
            exactly_once=True,
            attempts=ATTEMPTS,
        )


GAPS: Final = "gaps"  # what one process does for all
LOOK: Final = 5.0  # seconds between looks at whether the base has changed
AGAIN: Final = 60.0  # seconds until it is tried again to answer, where Telegram was away
MOST: Final = 10_000
QUOTED: Final = 200  # units
log = logging.getLogger(__name__)


@dataclass(slots=True)
class GapFollowUp:
    """Looks at the gaps again after a start and after each change of the base; one process does it for all."""

    reconsidering: QuestionComparison
    places: ChatPolicies
    misses: MissRecorder
    later: LateAnswers
    news: GapDigest
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
                await self.misses.expire_suggestions()
                version = self.reconsidering.answer_service.whole_base.version
                if seen != version and time.monotonic() >= again:
                    seen, again = (version, 0.0) if await self.look_again() else (None, time.monotonic() + AGAIN)
                await self.news.tell()
            await asyncio.sleep(LOOK)

    async def look_again(self) -> bool:
        """Ask the base each gap again: answer those who asked, and close what it answers; whether all is done."""
        states = (GapState.OPEN, GapState.ACCEPTED)
        found = await self.store.run(lambda connection: gaps.listed(connection, self.store.bot, states, MOST))
        waiting = await self._still_waiting()  # read later: one that is accepted in between waits
        is_whole = True
        for gap in found:
            if not await self._answer_askers(gap):
                is_whole = False
            elif await self._is_answered(gap):
                await self._become(gap, GapState.CLOSED)
            elif gap.state is GapState.ACCEPTED and gap.name not in waiting:
                await self._become(gap, GapState.OPEN)
        return is_whole

    async def _still_waiting(self) -> set[str]:
        """Forget what was accepted as a patch and is live by now; name the rest."""
        store, base = self.store, self.reconsidering.answer_service.whole_base
        kept = await store.run(lambda connection: pending.listed(connection, store.bot))
        if not kept:
            return set()
        ground = Workspace({}, base, await asyncio.to_thread(accepted_files, self.folders))
        live = {one.name for one in kept if ground.has(read_operation(one.operation))}
        await store.run(lambda connection: pending.drop(connection, store.bot, live))
        return {one.name for one in kept} - live

    async def _is_answered(self, gap: Gap) -> bool:
        """Whether the base answers a gap, and otherwise than what was voted down."""
        base = self.reconsidering.answer_service.whole_base
        told = await self.reconsidering.facts_answering(gap.question, self.clock())
        return bool(told) and (gap.told is None or digest(told, base) != gap.told)

    async def _become(self, gap: Gap, state: GapState) -> None:
        """Close what the base answers, and open again what was accepted in vain."""
        store = self.store

        def work(connection: Connection) -> bool:
            if state is GapState.CLOSED:
                pending.drop(connection, store.bot, [gap.name])
            return gaps.put(connection, store.bot, gap.number, state)

        if await store.run(work):
            log.info("%s is %s: the base %s it", gap.name, state, "answers" if state is GapState.CLOSED else "lacks")

    async def _answer_askers(self, gap: Gap) -> bool:
        """Answer those who asked; whether that is done, which takes another look where Telegram was away."""
        is_done, store, since = True, self.store, (self.clock() - self.follow_up).timestamp()

        def waiting(connection: Connection) -> list[Miss]:
            return missing.unanswered(connection, store.bot, gap.number, since)

        for miss in await store.run(waiting):
            try:
                await self._answer(miss)
            except (TelegramError, DeliveryUnknown) as error:
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
        say, asked = self.reconsidering.answer_service.words_for(language), dt.datetime.fromtimestamp(miss.at, dt.UTC)
        date = say.day(asked)
        note = say(curator.YOU_ASKED, date=date, question=shorten(miss.question, QUOTED))
        answered = await self.reconsidering.answer_if_complete(
            miss.question, self.clock(), language, note, where.audience
        )
        if answered is None:
            return
        if await store.run(lambda connection: missing.claim(connection, store.bot, miss)):
            await self.later.send(miss, answered, where, language)

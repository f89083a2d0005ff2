"""Puts the gaps to the base again after each change of it: answers those who asked, and closes what is answered."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import time
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection
from telegram import InlineKeyboardMarkup
from telegram.error import ChatMigrated, TelegramError

from bot.chat.curator.gap_digest import GapDigest
from bot.chat.curator.miss_recorder import MissRecorder
from bot.chat.dialogue.answer_keyboard import answer_keyboard
from bot.chat.dialogue.answer_service import AnswerResult, QuestionComparison
from bot.chat.outbound.outbox import is_put_off
from bot.chat.process.leader_election import is_leader
from bot.chat.protocol.chat_policy import ChatPolicy
from bot.chat.services import Services
from bot.config import Mode
from bot.curation.editing.pending_changes import Workspace, read_operation
from bot.curation.editing.question_files import accepted_files
from bot.factbase.fact_diff import answers_digest
from bot.factbase.model import FactBase
from bot.messages import curator
from bot.replies import Reply
from bot.replies.layout import shorten
from bot.store.database.engine import StoreError
from bot.store.gaps import gaps, misses, pending
from bot.store.gaps.gaps import Gap, GapState
from bot.store.gaps.misses import Miss

TASK: Final = "gaps"  # what one process does for all
ROUND_SECONDS: Final = 5.0  # between two rounds of what is done by the clock
RETRY_SECONDS: Final = 60.0  # until late answers are tried again, where Telegram was away
MOST_GAPS: Final = 10_000
QUOTED: Final = 200  # units
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LateAnswers:
    """Sends answers to questions that had none when they were asked; one that may have arrived is not sent again."""

    services: Services

    async def send(self, miss: Miss, answered: AnswerResult, policy: ChatPolicy, language: str) -> None:
        """Reply to a question that this process has claimed; raise what Telegram refuses it with."""
        services = self.services
        say = services.answer_service.words_for(language)
        has_thumbs = services.settings.feedback
        markup = answer_keyboard(answered, services.sender.me.username, say, has_thumbs=has_thumbs)
        try:
            sent = await self._send(miss, policy.chat, answered.reply, markup)
        except ChatMigrated as moved:
            await services.policies.move(policy.chat, moved.new_chat_id)
            there = replace(miss, message_id=None, topic_id=None)
            sent = await self._send(there, moved.new_chat_id, answered.reply, markup)
            policy = await services.policies.of(moved.new_chat_id)
        await services.memory.keep_late(policy.chat, sent, miss.person, answered)

    async def _send(self, miss: Miss, chat: int, reply: Reply, markup: InlineKeyboardMarkup | None) -> int:
        return await self.services.sender.send(
            chat,
            reply,
            key=f"later {miss.place} {chat}",
            reply_to=miss.message_id,
            topic=miss.topic_id,
            markup=markup,
            exactly_once=True,
        )


class GapFollowUp:
    """Looks at all gaps after a start and after each change of the base; one process does it for all.

    It subscribes to the reloader with `base_changed`. What depends on the clock (suggestions that nobody takes, the
    daily digest) is done in rounds.
    """

    name = "following up on gaps"

    def __init__(
        self,
        services: Services,
        comparison: QuestionComparison,
        recorder: MissRecorder,
        late_answers: LateAnswers,
        digest: GapDigest,
    ) -> None:
        self._services = services
        self._comparison = comparison
        self._recorder = recorder
        self._late_answers = late_answers
        self._digest = digest
        self._wake = asyncio.Event()
        self._is_due = False  # the base has changed, and not all gaps were put to it yet
        self._not_before = 0.0  # of a monotonic clock

    async def base_changed(self, before: FactBase, after: FactBase) -> None:
        """Have all gaps put to the base again."""
        self._is_due, self._not_before = True, 0.0
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            if await is_leader(self._services.store, TASK):
                await self._recorder.expire_suggestions()
                if self._is_due and time.monotonic() >= self._not_before:
                    await self._follow_up()
                await self._digest.send_if_due()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(ROUND_SECONDS):
                    await self._wake.wait()
            self._wake.clear()

    async def _follow_up(self) -> None:
        self._is_due = False  # a change that comes meanwhile makes it due again
        try:
            if not await self.put_all_gaps_again():
                self._is_due, self._not_before = True, time.monotonic() + RETRY_SECONDS
        except StoreError:
            self._is_due = True
            raise

    async def put_all_gaps_again(self) -> bool:
        """Answer those who asked and close what the base answers; return False where another try is needed."""
        store, states = self._services.store, (GapState.OPEN, GapState.ACCEPTED)
        found = await store.run(lambda connection: gaps.listed(connection, store.bot, states, MOST_GAPS))
        waiting = await self._still_pending()  # read after the gaps: one that is accepted in between counts as pending
        is_done = True
        for gap in found:
            if not await self._answer_askers(gap):
                is_done = False
            elif await self._is_answered(gap):
                await self._set_state(gap, GapState.CLOSED)
            elif gap.state is GapState.ACCEPTED and gap.name not in waiting:
                await self._set_state(gap, GapState.OPEN)
        return is_done

    async def _still_pending(self) -> set[str]:
        """Forget the accepted changes that are live by now; return the names of the others."""
        store, base = self._services.store, self._services.answer_service.whole_base
        kept = await store.run(lambda connection: pending.listed(connection, store.bot))
        if not kept:
            return set()
        accepted = await asyncio.to_thread(accepted_files, self._services.settings.facts)
        workspace = Workspace({}, base, accepted)
        live = {one.name for one in kept if workspace.has(read_operation(one.operation))}
        await store.run(lambda connection: pending.drop(connection, store.bot, live))
        return {one.name for one in kept} - live

    async def _is_answered(self, gap: Gap) -> bool:
        """Return whether the base answers a gap, and with something else than what was voted down."""
        base = self._services.answer_service.whole_base
        told = await self._comparison.facts_answering(gap.question, self._services.clock())
        return bool(told) and (gap.told is None or answers_digest(told, base) != gap.told)

    async def _set_state(self, gap: Gap, state: GapState) -> None:
        """Close a gap, which drops its pending change, or open one again that was accepted in vain."""
        store = self._services.store

        def work(connection: Connection) -> bool:
            if state is GapState.CLOSED:
                pending.drop(connection, store.bot, [gap.name])
            return gaps.put(connection, store.bot, gap.number, state)

        if await store.run(work):
            log.info("%s is %s: the base %s it", gap.name, state, "answers" if state is GapState.CLOSED else "lacks")

    async def _answer_askers(self, gap: Gap) -> bool:
        """Answer those who asked; return False where Telegram was away and another try is needed."""
        services = self._services
        is_done, store = True, services.store
        since = (services.clock() - dt.timedelta(days=services.settings.follow_up_days)).timestamp()

        def unanswered(connection: Connection) -> list[Miss]:
            return misses.unanswered(connection, store.bot, gap.number, since)

        for miss in await store.run(unanswered):
            try:
                await self._answer(miss)
            except TelegramError as error:
                log.warning("a late answer to %s was not sent (%s)", gap.name, type(error).__name__)
                if is_put_off(error):
                    await store.run(lambda connection, miss=miss: misses.release(connection, store.bot, miss))  # type: ignore[misc]
                    is_done = False
        return is_done

    async def _answer(self, miss: Miss) -> None:
        """Answer a question where it was asked, if the base has an answer by now and no other process sends it."""
        services, store = self._services, self._services.store
        if miss.chat_id is None:
            return
        policy = await services.policies.of(miss.chat_id)
        if not policy.is_served or policy.settings.mode is Mode.OFF:
            return
        language = policy.settings.language or miss.language
        say, asked_at = services.answer_service.words_for(language), dt.datetime.fromtimestamp(miss.at, dt.UTC)
        note = say(curator.YOU_ASKED, date=say.day(asked_at), question=shorten(miss.question, QUOTED))
        answered = await self._comparison.answer_if_complete(
            miss.question, services.clock(), language, note, policy.audience
        )
        if answered is None:
            return
        if await store.run(lambda connection: misses.claim(connection, store.bot, miss)):
            await self._late_answers.send(miss, answered, policy, language)

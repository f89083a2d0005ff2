"""Edits answers that no longer hold, and tells each chat so in one message a change."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from sqlalchemy import Connection
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.chat.corrections.text import StaleFact, note_of, now_said, report_of
from bot.chat.dialogue.answer_keyboard import answer_keyboard, refresh_keyboard
from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.dialogue.memory import as_explanation
from bot.chat.outbound.outbox import DeliveryUnknown, OutboxEntry, mark_of
from bot.chat.outbound.sender import Sender
from bot.chat.protocol.chat_policy import ChatPolicies, ChatPolicy
from bot.chat.protocol.retry import error_name
from bot.curation.fact_diff import as_seen, is_substantive
from bot.factbase.audience import ANYBODY, Audience
from bot.factbase.model import FactBase
from bot.messages import corrections as words
from bot.replies import base_language, pick
from bot.replies.message import text_reply
from bot.store import briefings
from bot.store.conversations import contexts, inline_results
from bot.store.conversations.contexts import AnswerRecord
from bot.store.conversations.inline_results import InlineMessage
from bot.store.database.store import Store
from bot.store.outbound import sends

ATTEMPTS: Final = 6
log = logging.getLogger(__name__)

StaleAnswer: TypeAlias = tuple[
    AnswerRecord, Mapping[str, StaleFact]
]  # a message, and what it tells that no longer holds


@dataclass(frozen=True, slots=True)
class AnswerEditor:
    """Edits answers in place; a chat that may not see a change is not told of it."""

    sender: Sender
    answer_service: AnswerService
    policies: ChatPolicies
    store: Store
    has_thumbs: bool
    clock: Callable[[], dt.datetime]

    async def correct(self, chat: int, answers: Sequence[StaleAnswer]) -> bool:
        """Correct the answers of a chat; return False if some could not be and have to be tried again."""
        policy = await self.policies.of(chat)
        if not policy.is_served:
            return True
        corrected: list[StaleAnswer] = []
        done: list[tuple[AnswerRecord, dict[str, str]]] = []
        is_complete = True
        for message, stale in answers:
            hashes = {fact: one for fact, one in (message.held or {}).items() if fact not in stale}
            shown = self._in_view(stale, policy.audience)
            hashes |= {fact: one.hash_now for fact, one in stale.items() if fact not in shown}
            if not shown:
                done.append((message, hashes))
                continue
            try:
                hashes |= await self._edit(message, shown, policy)
                corrected.append((message, shown))
            except (BadRequest, ChatMigrated, Forbidden) as refusal:
                log.info("an answer was not corrected: %s", refusal.message)
                hashes |= {fact: one.hash_now for fact, one in shown.items()}
            except TelegramError as error:
                log.warning("an answer was not corrected yet (%s)", error_name(error))
                is_complete = False
                continue
            done.append((message, hashes))
        if corrected and not await self._report(chat, corrected, policy):
            return False  # recorded as corrected, the answers would not be found at the next try
        await self._record(corrected, done, self.answer_service.base(policy.audience))
        return is_complete

    async def _record(
        self, corrected: Sequence[StaleAnswer], done: Sequence[tuple[AnswerRecord, Mapping[str, str]]], base: FactBase
    ) -> None:
        """Record what the answers hold now, in a running briefing also what was corrected."""

        def work(connection: Connection) -> None:
            for message, stale in corrected:
                self._record_in_briefing(connection, message, stale, base)
            for message, hashes in done:
                contexts.replace_content(connection, self.store.bot, message, dict(hashes))

        await self.store.run(work)

    def _record_in_briefing(
        self, connection: Connection, message: AnswerRecord, stale: Mapping[str, StaleFact], base: FactBase
    ) -> None:
        bot, now = self.store.bot, self.clock().timestamp()
        say = self.answer_service.words_for(message.language or base_language(base))
        for room in briefings.rooms_told(connection, bot, message.chat, message.message):
            for fact, one in stale.items():
                text = f"{now_said(fact, one, base, say)} ({note_of([one], say)})"
                briefings.corrected(connection, bot, room, fact, base.version, text, now)

    def _in_view(self, stale: Mapping[str, StaleFact], audience: Audience) -> dict[str, StaleFact]:
        """Leave out changes of which the audience sees nothing."""
        seen = self.answer_service.base(audience).by_id
        return {
            fact: one
            for fact, one in stale.items()
            if is_substantive(as_seen(one.before, seen), as_seen(one.after, seen))
        }

    async def correct_inline(self, sent: InlineMessage, stale: StaleFact) -> bool:
        """Correct a fact that somebody has sent inline; return False if that has to be tried again.

        A fact that everybody may see can be in any chat.
        """
        language = sent.language or base_language(self.answer_service.whole_base)
        audience = (await self.policies.of(sent.chat)).audience if sent.chat is not None else ANYBODY
        say, base, store = self.answer_service.words_for(language), self.answer_service.base(audience), self.store
        if not self._in_view({sent.fact: stale}, audience):
            await store.run(
                lambda connection: inline_results.replace_content(connection, store.bot, sent, stale.hash_now)
            )
            return True
        note = note_of([stale], say)
        reply = text_reply(f"{note}\n{say(words.NO_LONGER)}")
        if sent.fact in base.by_id:
            told = pick(base, sent.fact).facts
            result = await self.answer_service.tell_again(told, self.clock(), language, note, audience)
            reply = result.reply if result is not None else reply
        markup = refresh_keyboard(sent.fact, stale.hash_now, say)
        try:
            await self.sender.edit_inline(sent.message, reply, markup, attempts=ATTEMPTS)
        except (BadRequest, Forbidden) as refusal:
            log.info("an inline message was not corrected: %s", refusal.message)
        except TelegramError as error:
            log.warning("an inline message was not corrected yet (%s)", error_name(error))
            return False
        await store.run(lambda connection: inline_results.replace_content(connection, store.bot, sent, stale.hash_now))
        return True

    async def _edit(
        self, message: AnswerRecord, stale: Mapping[str, StaleFact], policy: ChatPolicy
    ) -> Mapping[str, str]:
        """Put the new answer in place of the old one; return the hashes of what it holds, by fact."""
        language = message.language or base_language(self.answer_service.whole_base)
        say = self.answer_service.words_for(language)
        note = note_of(list(stale.values()), say)
        told = as_explanation(message.basis).told
        result = await self.answer_service.tell_again(told, self.clock(), language, note, policy.audience)
        reply, markup = text_reply(f"{note}\n{say(words.NO_LONGER)}"), None
        if result is not None:
            reply = result.reply
            markup = answer_keyboard(result, self.sender.me.username, say, has_thumbs=self.has_thumbs)
        await self.sender.edit_or_raise(message.chat, message.message, reply, markup, attempts=ATTEMPTS)
        return (result.fact_hashes if result is not None else None) or {}

    async def _report(self, chat: int, corrected: Sequence[StaleAnswer], policy: ChatPolicy) -> bool:
        """Tell a chat once what was corrected; return False if that has to be tried again."""
        newest = max(message.message for message, _ in corrected)
        stale = {fact: one for _, some in corrected for fact, one in some.items()}
        since = max(one.since for one in stale.values())
        key = f"correction {chat} {self.answer_service.whole_base.version} {since:.3f}"
        mark, store = mark_of(OutboxEntry(key, 0, chat, newest)), self.store
        if not await store.run(lambda connection: sends.claim(connection, store.bot, mark)):
            return True
        language = corrected[-1][0].language or base_language(self.answer_service.whole_base)
        base, say = self.answer_service.base(policy.audience), self.answer_service.words_for(language)
        reply = report_of(len(corrected), stale, base, say)
        try:
            await self.sender.send(chat, reply, key=key, reply_to=newest, exactly_once=True, attempts=ATTEMPTS)
        except (BadRequest, ChatMigrated, Forbidden, DeliveryUnknown) as failure:
            log.info("%s: not told (%s)", key, error_name(failure))
        except TelegramError as error:
            log.warning("%s: not told yet (%s)", key, error_name(error))
            return False
        return True

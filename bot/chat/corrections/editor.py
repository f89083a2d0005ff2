"""An answer that no longer holds → the same message with the new one, and one message a chat that says so."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from sqlalchemy import Connection
from telegram import Bot, InlineKeyboardMarkup, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.chat.corrections.text import Out, note_of, now_said, report_of
from bot.chat.dialogue.answer_keyboard import answer_keyboard, button_below
from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.dialogue.memory import as_basis
from bot.chat.outbound.outbox import DeliveryUnknown, Outbox, Sending, mark_of
from bot.chat.outbound.sender import NO_PREVIEW
from bot.chat.protocol.chat_policy import ChatPolicies, ChatPolicy
from bot.chat.protocol.retry import call_with_retry, error_name
from bot.chat.protocol.update_context import UpdateContext
from bot.curation.fact_diff import as_seen, is_substantive
from bot.factbase.audience import ANYBODY, Audience
from bot.factbase.model import FactBase
from bot.messages import corrections
from bot.replies import Reply, base_language, pick
from bot.replies.message import text_reply
from bot.store import briefings
from bot.store.conversations import contexts, inline_results
from bot.store.conversations.contexts import AnswerRecord
from bot.store.conversations.inline_results import InlineMessage
from bot.store.database.store import Store
from bot.store.outbound import sends

ATTEMPTS: Final = 6
log = logging.getLogger(__name__)


Stale: TypeAlias = tuple[AnswerRecord, Mapping[str, Out]]  # a message, and what it tells that no longer holds, by fact


@dataclass(frozen=True, slots=True)
class AnswerEditor:
    """Edits answers, and says so once a chat and change."""

    bot: Bot
    outbox: Outbox
    answering: AnswerService
    places: ChatPolicies
    store: Store
    has_thumbs: bool
    clock: Callable[[], dt.datetime]

    async def mend(self, chat: int, messages: Sequence[Stale]) -> bool:
        """Correct the messages of a chat; whether all is done, which takes another try where Telegram was away."""
        where = await self.places.of(chat)
        if not where.is_served:
            return True
        mended: list[Stale] = []
        done: list[tuple[AnswerRecord, dict[str, str]]] = []
        is_whole = True
        for message, all_out in messages:
            held = {fact: one for fact, one in (message.held or {}).items() if fact not in all_out}
            out = self._seen(all_out, where.audience)
            held |= {fact: one.held for fact, one in all_out.items() if fact not in out}
            if not out:
                done.append((message, held))
                continue
            try:
                held |= await self._edit(message, out, where)
                mended.append((message, out))
            except (BadRequest, ChatMigrated, Forbidden) as refusal:
                log.info("an answer was not corrected: %s", refusal.message)
                held |= {fact: one.held for fact, one in out.items()}
            except TelegramError as error:
                log.warning("an answer was not corrected yet (%s)", error_name(error))
                is_whole = False
                continue
            done.append((message, held))
        if mended and not await self._tell(chat, mended, where):
            return False  # the marks below would keep it from being told
        store, base = self.store, self.answering.base(where.audience)

        def work(connection: Connection) -> None:
            for message, out in mended:
                self._record(connection, message, out, base)
            for message, held in done:
                contexts.replace_content(connection, store.bot, message, held)

        await store.run(work)
        return is_whole

    def _record(self, connection: Connection, message: AnswerRecord, out: Mapping[str, Out], base: FactBase) -> None:
        """Have a running briefing session note what was corrected in one of its replies."""
        bot, now = self.store.bot, self.clock().timestamp()
        say = self.answering.words_for(message.language or base_language(base))
        for room in briefings.rooms_told(connection, bot, message.chat, message.message):
            for fact, one in out.items():
                text = f"{now_said(fact, one, base, say)} ({note_of([one], say)})"
                briefings.corrected(connection, bot, room, fact, base.version, text, now)

    def _seen(self, out: Mapping[str, Out], audience: Audience) -> dict[str, Out]:
        """Leave out what has changed out of sight only."""
        seen = self.answering.base(audience).by_id
        return {
            fact: one
            for fact, one in out.items()
            if is_substantive(as_seen(one.before, seen), as_seen(one.after, seen))
        }

    async def mend_inline(self, sent: InlineMessage, out: Out) -> bool:
        """Correct a fact that somebody has sent inline: one that is for all may be anywhere."""
        language = sent.language or base_language(self.answering.whole_base)
        audience = (await self.places.of(sent.chat)).audience if sent.chat is not None else ANYBODY
        say, base, store = self.answering.words_for(language), self.answering.base(audience), self.store
        if not self._seen({sent.fact: out}, audience):
            await store.run(lambda connection: inline_results.replace_content(connection, store.bot, sent, out.held))
            return True
        reply = text_reply(f"{note_of([out], say)}\n{say(corrections.NO_LONGER)}")
        if sent.fact in base.by_id:
            told = pick(base, sent.fact).facts
            answered = await self.answering.retell(told, self.clock(), language, note_of([out], say), audience)
            reply = answered.reply if answered is not None else reply

        async def call() -> object:
            return await self.bot.edit_message_text(
                reply.html,
                inline_message_id=sent.message,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=button_below(sent.fact, say),
            )

        try:
            await call_with_retry(call, "correcting an inline message", ATTEMPTS)
        except (BadRequest, Forbidden) as refusal:
            log.info("an inline message was not corrected: %s", refusal.message)
        except TelegramError as error:
            log.warning("an inline message was not corrected yet (%s)", error_name(error))
            return False
        await store.run(lambda connection: inline_results.replace_content(connection, store.bot, sent, out.held))
        return True

    async def _edit(self, message: AnswerRecord, out: Mapping[str, Out], where: ChatPolicy) -> Mapping[str, str]:
        """Put the new answer in place of the old one; return what it holds."""
        language = message.language or base_language(self.answering.whole_base)
        say = self.answering.words_for(language)
        note = note_of(list(out.values()), say)
        told = as_basis(message.basis).told
        answered = await self.answering.retell(told, self.clock(), language, note, where.audience)
        reply, markup = text_reply(f"{note}\n{say(corrections.NO_LONGER)}"), None
        if answered is not None:
            reply = answered.reply
            markup = answer_keyboard(answered, self.bot.username, say, has_thumbs=self.has_thumbs)
        await self.outbox.change(
            message.chat,
            self._editing(message, reply, markup),
            "correcting an answer",
            ATTEMPTS,
            UpdateContext("correction"),
        )
        return (answered.held if answered is not None else None) or {}

    def _editing(
        self, message: AnswerRecord, reply: Reply, markup: InlineKeyboardMarkup | None
    ) -> Callable[[], Awaitable[object]]:
        async def call() -> object:
            try:
                return await self.bot.edit_message_text(
                    reply.html,
                    chat_id=message.chat,
                    message_id=message.message,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=NO_PREVIEW,
                    reply_markup=markup,
                )
            except BadRequest as refusal:
                if "not modified" in refusal.message.lower():
                    return True
                raise

        return call

    async def _tell(self, chat: int, mended: Sequence[Stale], where: ChatPolicy) -> bool:
        """Say once in a chat what was corrected; whether that is done with."""
        newest = max(message.message for message, _ in mended)
        out = {fact: one for _, some in mended for fact, one in some.items()}
        since = max(one.since for one in out.values())
        cause = f"correction {chat} {self.answering.whole_base.version} {since:.3f}"
        sending, store = Sending(cause, 0, chat, newest), self.store
        if not await store.run(lambda connection: sends.claim(connection, store.bot, mark_of(sending))):
            return True
        language = mended[-1][0].language or base_language(self.answering.whole_base)
        reply = report_of(len(mended), out, self.answering.base(where.audience), self.answering.words_for(language))

        async def call() -> int:
            sent = await self.bot.send_message(
                chat,
                reply.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_parameters=ReplyParameters(newest, allow_sending_without_reply=True),
            )
            return sent.message_id

        try:
            await self.outbox.send_once(sending, call, "telling of a correction", ATTEMPTS)
        except (BadRequest, ChatMigrated, Forbidden, DeliveryUnknown) as failure:
            log.info("%s: not told (%s)", cause, error_name(failure))
        except TelegramError as error:
            log.warning("%s: not told yet (%s)", cause, error_name(error))
            return False
        return True

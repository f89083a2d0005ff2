"""An answer that comes days after its question → a reply where that was asked, never twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from telegram import Bot, InlineKeyboardMarkup, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import ChatMigrated

from bot.chat.answering import Answered, Answering
from bot.chat.below import below
from bot.chat.outbox import Outbox, Sending
from bot.chat.places import Places, Where
from bot.chat.remembering import Memory
from bot.chat.sending import NO_PREVIEW
from bot.replies import Reply
from bot.store.missing import Miss

ATTEMPTS: Final = 8


@dataclass(frozen=True, slots=True)
class Later:
    """Sends what must not come twice; where it is not known whether it came, it is left at that."""

    bot: Bot
    outbox: Outbox
    answering: Answering
    places: Places
    memory: Memory
    has_thumbs: bool

    async def send(self, miss: Miss, answered: Answered, where: Where, language: str) -> None:
        """Reply to a question that this process has claimed; raises what Telegram refuses it with."""
        say = self.answering.words_for(language)
        markup = below(answered, self.bot.username, say, has_thumbs=self.has_thumbs)
        try:
            sent = await self._send(miss, where.chat, answered.reply, markup)
        except ChatMigrated as moved:
            await self.places.move(where.chat, moved.new_chat_id)
            there = replace(miss, message_id=None, topic_id=None)
            sent = await self._send(there, moved.new_chat_id, answered.reply, markup)
            where = await self.places.of(moved.new_chat_id)
        await self.memory.keep_late(where.chat, sent, miss.person, answered)

    async def _send(self, miss: Miss, chat: int, reply: Reply, markup: InlineKeyboardMarkup | None) -> int:
        to = ReplyParameters(miss.message_id, allow_sending_without_reply=True) if miss.message_id else None

        async def call() -> int:
            sent = await self.bot.send_message(
                chat,
                reply.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=markup,
                reply_parameters=to,
                message_thread_id=miss.topic_id,
            )
            return sent.message_id

        sending = Sending(f"later {miss.place} {chat}", 0, chat, miss.message_id)
        return await self.outbox.send_once(sending, call, "answering later", ATTEMPTS)

"""A reply → a message in Telegram, sent or edited, with what a chat may refuse taken calmly."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.chat.outbound.keyboards import joined, keyboard
from bot.chat.outbound.outbox import Outbox, Sending
from bot.chat.protocol.request import topic_of
from bot.chat.protocol.retry import call_with_retry
from bot.chat.protocol.update_context import Stage, current, reach
from bot.replies import Reply

ATTEMPTS: Final = 8  # about a minute; a send whose outcome is unknown counts as failed: twice beats never
FILE_SECONDS: Final = 60.0  # a file takes its time
NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
log = logging.getLogger(__name__)


OnMove: TypeAlias = Callable[[int, int], Awaitable[None]]  # from one chat's number to another


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a reply goes."""

    chat: int
    message: int  # the one it replies to
    topic: int | None
    sending: Sending  # as the store knows it, which stays the same wherever it goes in the end

    @property
    def parameters(self) -> ReplyParameters:
        """Say which message it replies to."""
        return ReplyParameters(self.message, allow_sending_without_reply=self.message == self.sending.reply_to)


Post: TypeAlias = Callable[[Spot], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Document:
    """A file to send."""

    name: str
    content: bytes


class Sender:
    """Writes replies into chats, as part of an update's turn."""

    def __init__(self, bot: Bot, outbox: Outbox, on_move: OnMove) -> None:
        self._bot = bot
        self._outbox = outbox
        self._on_move = on_move

    async def reply(
        self,
        to: Message,
        reply: Reply,
        asked: str | None = None,
        below: InlineKeyboardMarkup | None = None,
        *,
        at: int | None = None,
    ) -> int | None:
        """Send in reply to a message; return the new message's id, or None where the bot may not write.

        `asked` is the fingerprint of the question, by which a later edit is compared. `below` are buttons that
        stand under those of its choices. `at` is another message to put it under, without which it is not sent.
        """
        markup = joined(keyboard(reply.choices), below)

        async def post(spot: Spot) -> int:
            sent = await self._bot.send_message(
                spot.chat,
                reply.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=markup,
                reply_parameters=spot.parameters,
                message_thread_id=spot.topic,
            )
            return sent.message_id

        return await self._answer(to, post, asked, at)

    async def document(self, to: Message, file: Document, caption: Reply | None = None) -> int | None:
        """Send a file in reply to a message; return the new message's id, or None where that is not allowed."""
        return await self._file(to, self._bot.send_document, file, caption)

    async def photo(self, to: Message, picture: Document, caption: Reply) -> int | None:
        """Send a picture in reply to a message; return the new message's id, or None where that is not allowed."""
        return await self._file(to, self._bot.send_photo, picture, caption)

    async def _file(
        self, to: Message, send: Callable[..., Awaitable[Message]], file: Document, caption: Reply | None
    ) -> int | None:
        async def post(spot: Spot) -> int:
            sent = await send(
                spot.chat,
                InputFile(file.content, file.name, attach=True),
                caption=caption.html if caption is not None else None,
                parse_mode=ParseMode.HTML,
                reply_parameters=spot.parameters,
                message_thread_id=spot.topic,
                read_timeout=FILE_SECONDS,
            )
            return sent.message_id

        return await self._answer(to, post)

    async def _answer(self, to: Message, post: Post, asked: str | None = None, at: int | None = None) -> int | None:
        album, turn = album_of(to), current.get()
        cause, ordinal = (turn.cause, turn.ordinal()) if album is None else (album, to.message_id)
        sending = Sending(cause, ordinal, to.chat.id, to.message_id, asked)
        spot = Spot(to.chat.id, at or to.message_id, topic_of(to), sending)
        try:
            return await self._send(spot, post)
        except ChatMigrated as moved:
            await self._on_move(to.chat.id, moved.new_chat_id)
            return await self._send(replace(spot, chat=moved.new_chat_id, topic=None), post)
        except Forbidden as refusal:
            log.info("a reply was not sent: %s", refusal.message)
            return None
        except BadRequest as refusal:
            if spot.topic is not None and "thread not found" in refusal.message.lower():
                return await self._send(replace(spot, topic=None), post)
            # No right to write, a closed topic, a deleted chat: nothing that asking again would mend.
            log.warning("a reply was not sent: %s", refusal.message)
            return None

    async def tell(self, chat: int, reply: Reply) -> int | None:
        """Write into a chat in reply to nothing; return the new message's id, or None where that is not allowed."""
        turn = current.get()

        async def call() -> int:
            return (await self._bot.send_message(chat, reply.html, parse_mode=ParseMode.HTML)).message_id

        try:
            return await self._outbox.send(
                Sending(turn.cause, turn.ordinal(), chat), call, "sending a message", ATTEMPTS, turn
            )
        except (BadRequest, Forbidden) as refusal:
            log.info("a message was not sent: %s", refusal.message)
            return None

    async def edit(self, chat: int, message: int, reply: Reply, below: InlineKeyboardMarkup | None = None) -> bool:
        """Put a reply in place of an earlier one; False where that one can no longer be edited."""

        async def call() -> object:
            return await self._bot.edit_message_text(
                reply.html,
                chat_id=chat,
                message_id=message,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=joined(keyboard(reply.choices), below),
            )

        try:
            await self._outbox.change(chat, call, "editing a reply", ATTEMPTS, current.get())
        except (BadRequest, ChatMigrated, Forbidden) as refusal:
            if "not modified" in refusal.message.lower():
                return True
            log.info("a reply was not edited: %s", refusal.message)
            return False
        return True

    async def _send(self, spot: Spot, post: Post) -> int:
        sending = replace(spot.sending, chat=spot.chat)
        message = await self._outbox.send(sending, lambda: post(spot), "sending a reply", ATTEMPTS, current.get())
        reach(Stage.SENT)
        return message


def album_of(message: Message) -> str | None:
    """Name the album that a picture is part of, as the cause of what is sent for it."""
    group = message.media_group_id
    return f"album {message.chat.id} {group}" if group is not None else None


async def acknowledge(query: CallbackQuery, text: str | None = None) -> None:
    """End the button's waiting; a press from long ago cannot be acknowledged, which harms nothing."""

    async def call() -> bool:
        return await query.answer(text)

    try:
        await call_with_retry(call, "acknowledging a press", attempts=2)
    except BadRequest as refusal:
        log.info("a press was not acknowledged: %s", refusal.message)

"""Sends and edits messages in Telegram, and handles what a chat may refuse; no other module spells out these calls."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardMarkup,
    InputFile,
    InputTextMessageContent,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.chat.outbound.keyboards import choices_keyboard, joined
from bot.chat.outbound.outbox import Outbox, OutboxEntry
from bot.chat.protocol.request import BotIdentity, identity_of, topic_of
from bot.chat.protocol.retry import call_with_retry
from bot.chat.protocol.update_context import Stage, current, reach
from bot.replies import Reply

ATTEMPTS: Final = 8  # about a minute
SEND_SECONDS: Final = 60.0  # a slow server has taken the message long before it says so
NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
log = logging.getLogger(__name__)

OnMove: TypeAlias = Callable[[int, int], Awaitable[None]]  # from a group's former number to its new one
Around: TypeAlias = Callable[[], AbstractAsyncContextManager[None]]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a reply goes."""

    chat: int
    message: int  # the one it replies to
    topic: int | None
    entry: OutboxEntry  # the same wherever the reply goes in the end

    @property
    def parameters(self) -> ReplyParameters:
        """The message to reply to; if it is not the asker's own, it must still be there."""
        return ReplyParameters(self.message, allow_sending_without_reply=self.message == self.entry.reply_to)


Post: TypeAlias = Callable[[Target], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Document:
    """A file to send."""

    name: str
    content: bytes


class Sender:
    """Sends and edits messages of the bot; every send is recorded in the outbox."""

    def __init__(self, bot: Bot, outbox: Outbox, on_move: OnMove, *, send_seconds: float = SEND_SECONDS) -> None:
        self._bot = bot
        self._outbox = outbox
        self._on_move = on_move
        self._send_seconds = send_seconds

    @property
    def me(self) -> BotIdentity:
        """The bot's identity, which is known once Telegram has been reached."""
        return identity_of(self._bot)

    async def reply(
        self,
        to: Message,
        reply: Reply,
        asked: str | None = None,
        markup: InlineKeyboardMarkup | None = None,
        *,
        under: int | None = None,
    ) -> int | None:
        """Reply to a message of the current update; return the new message's id, or None where the bot may not write.

        `asked` is the fingerprint of the question, by which a later edit is compared. `markup` stands below the
        buttons of the reply's own choices. `under` is another message to put the reply under; if that message is
        gone, nothing is sent.
        """

        async def post(target: Target) -> int:
            return await self._post(target.chat, reply, target.parameters, target.topic, markup)

        return await self._answer(to, post, asked, under)

    async def send(
        self,
        chat: int,
        reply: Reply,
        *,
        key: str | None = None,
        reply_to: int | None = None,
        topic: int | None = None,
        markup: InlineKeyboardMarkup | None = None,
        exactly_once: bool = False,
        attempts: int = ATTEMPTS,
        around: Around = nullcontext,
    ) -> int:
        """Send a message into a chat; return its id, and raise what Telegram refuses it with.

        `key` is the idempotency key of a message that does not belong to the current update. With `exactly_once`
        a send whose outcome is unknown is not repeated, and DeliveryUnknown is raised. `around` is entered around
        each attempt, once the rate limits allow it.
        """
        parameters = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to is not None else None

        async def call() -> int:
            async with around():
                return await self._post(chat, reply, parameters, topic, markup)

        key, index = (key, 0) if key is not None else ((context := current.get()).idempotency_key, context.next_index())
        entry = OutboxEntry(key, index, chat, reply_to)
        return await self._outbox.send(entry, call, "sending a message", attempts, exactly_once=exactly_once)

    async def sent_under(self, key: str) -> int | None:
        """Return the message that was sent under an idempotency key of its own; None if there is none."""
        return (await self._outbox.sent_under(key)).get(0)

    async def send_if_allowed(self, chat: int, reply: Reply) -> int | None:
        """Send a message as part of the current update; return its id, or None where the bot may not write."""
        try:
            return await self.send(chat, reply)
        except (BadRequest, Forbidden) as refusal:
            log.info("a message was not sent: %s", refusal.message)
            return None

    async def document(self, to: Message, file: Document, caption: Reply | None = None) -> int | None:
        """Send a file in reply to a message; return the new message's id, or None where that is not allowed."""
        return await self._file(to, self._bot.send_document, file, caption)

    async def photo(self, to: Message, picture: Document, caption: Reply) -> int | None:
        """Send a picture in reply to a message; return the new message's id, or None where that is not allowed."""
        return await self._file(to, self._bot.send_photo, picture, caption)

    async def edit(self, chat: int, message: int, reply: Reply, markup: InlineKeyboardMarkup | None = None) -> bool:
        """Put a reply in place of an earlier one; return False where that one can no longer be edited."""
        try:
            await self.edit_or_raise(chat, message, reply, markup)
        except (BadRequest, ChatMigrated, Forbidden) as refusal:
            log.info("a reply was not edited: %s", refusal.message)
            return False
        return True

    async def edit_or_raise(
        self,
        chat: int,
        message: int,
        reply: Reply,
        markup: InlineKeyboardMarkup | None = None,
        *,
        attempts: int = ATTEMPTS,
    ) -> None:
        """Put a reply in place of an earlier one; raise what Telegram refuses that with."""

        async def call() -> bool:
            return await self._edit(reply, markup, chat_id=chat, message_id=message)

        await self._outbox.edit(chat, call, "editing a message", attempts)

    async def edit_inline(
        self, message: str, reply: Reply, markup: InlineKeyboardMarkup | None, *, attempts: int
    ) -> bool:
        """Edit a message that somebody sent inline, in a chat that the bot does not know.

        Return False if it says the same already, and raise what Telegram refuses the edit with.
        """

        async def call() -> bool:
            return await self._edit(reply, markup, inline_message_id=message)

        return await call_with_retry(call, "editing an inline message", attempts)

    async def _post(
        self,
        chat: int,
        reply: Reply,
        parameters: ReplyParameters | None,
        topic: int | None,
        markup: InlineKeyboardMarkup | None,
    ) -> int:
        sent = await self._bot.send_message(
            chat,
            reply.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=joined(choices_keyboard(reply.choices), markup),
            reply_parameters=parameters,
            message_thread_id=topic,
            read_timeout=self._send_seconds,
        )
        return sent.message_id

    async def _edit(
        self,
        reply: Reply,
        markup: InlineKeyboardMarkup | None,
        *,
        chat_id: int | None = None,
        message_id: int | None = None,
        inline_message_id: str | None = None,
    ) -> bool:
        try:
            await self._bot.edit_message_text(
                reply.html,
                chat_id=chat_id,
                message_id=message_id,
                inline_message_id=inline_message_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=joined(choices_keyboard(reply.choices), markup),
            )
        except BadRequest as refusal:
            if "not modified" in refusal.message.lower():
                return False
            raise
        return True

    async def _file(
        self, to: Message, send: Callable[..., Awaitable[Message]], file: Document, caption: Reply | None
    ) -> int | None:
        async def post(target: Target) -> int:
            sent = await send(
                target.chat,
                InputFile(file.content, file.name, attach=True),
                caption=caption.html if caption is not None else None,
                parse_mode=ParseMode.HTML,
                reply_parameters=target.parameters,
                message_thread_id=target.topic,
                read_timeout=self._send_seconds,
            )
            return sent.message_id

        return await self._answer(to, post)

    async def _answer(self, to: Message, post: Post, asked: str | None = None, under: int | None = None) -> int | None:
        """Post a reply, following a group to its new number and leaving out a topic that is gone."""
        album, context = album_of(to), current.get()
        key, index = (context.idempotency_key, context.next_index()) if album is None else (album, to.message_id)
        entry = OutboxEntry(key, index, to.chat.id, to.message_id, asked)
        target = Target(to.chat.id, under or to.message_id, topic_of(to), entry)
        try:
            return await self._deliver(target, post)
        except ChatMigrated as moved:
            await self._on_move(to.chat.id, moved.new_chat_id)
            return await self._deliver(replace(target, chat=moved.new_chat_id, topic=None), post)
        except Forbidden as refusal:
            log.info("a reply was not sent: %s", refusal.message)
            return None
        except BadRequest as refusal:
            if target.topic is not None and "thread not found" in refusal.message.lower():
                return await self._deliver(replace(target, topic=None), post)
            # No right to write, a closed topic, a deleted chat: nothing that asking again would mend.
            log.warning("a reply was not sent: %s", refusal.message)
            return None

    async def _deliver(self, target: Target, post: Post) -> int:
        entry = replace(target.entry, chat=target.chat)
        message = await self._outbox.send(entry, lambda: post(target), "sending a reply", ATTEMPTS)
        reach(Stage.SENT)
        return message


def inline_content(reply: Reply) -> InputTextMessageContent:
    """Return what a chosen inline result sends."""
    return InputTextMessageContent(reply.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW)


def album_of(message: Message) -> str | None:
    """Return the idempotency key shared by the pictures of an album; None for a message outside of one."""
    group = message.media_group_id
    return f"album {message.chat.id} {group}" if group is not None else None


async def acknowledge(query: CallbackQuery, text: str | None = None) -> None:
    """End the waiting of the button that was pressed, with a text to show if there is one.

    A press from long ago cannot be acknowledged any more, which does no harm.
    """

    async def call() -> bool:
        return await query.answer(text)

    try:
        await call_with_retry(call, "acknowledging a press", attempts=2)
    except BadRequest as refusal:
        log.info("a press was not acknowledged: %s", refusal.message)

"""What curators are to know → a message to each who has started the bot, once for all processes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection
from telegram import Bot, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.chat.outbound.outbox import Outbox, Sending, is_put_off, mark_of
from bot.chat.outbound.sender import NO_PREVIEW
from bot.chat.protocol.update_context import UpdateContext
from bot.replies import Reply
from bot.store.database.store import Store
from bot.store.outbound import sends

ATTEMPTS: Final = 4
AGAIN: Final = 60.0  # seconds
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Notices:
    """Writes to curators and to those who have asked for something that took a while."""

    bot: Bot
    outbox: Outbox
    store: Store
    curators: Sequence[int]

    async def tell(self, what: str, key: str, reply: Reply, besides: frozenset[int], ends: str) -> None:
        """Tell curators, unless any process has told them the same; `besides` know it already.

        `ends` is what is over thereby, and may be told anew.
        """

        async def tell_one(curator: int) -> None:
            cause, over = f"notice {curator} {what} {key}", f"notice {curator} {ends} "
            while await self._is_first(Sending(cause, 0, curator), over) and curator not in besides:
                if await self.write(cause, curator, reply):
                    return
                await asyncio.sleep(AGAIN)

        await asyncio.gather(*(tell_one(curator) for curator in self.curators))

    async def write(self, cause: str, chat: int, reply: Reply, to: int | None = None) -> bool:
        """Write into a private chat, in reply to a message or to none; where that is not allowed, pass over it.

        Returns whether that is done with, which takes another try where it was put off.
        """

        async def send() -> int:
            sent = await self.bot.send_message(
                chat,
                reply.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_parameters=ReplyParameters(to, allow_sending_without_reply=True) if to is not None else None,
            )
            return sent.message_id

        try:
            await self.outbox.send(
                Sending(cause, 0, chat, to), send, "writing to a curator", ATTEMPTS, UpdateContext(cause)
            )
        except TelegramError as error:
            log.info("a curator was not written to (%s)", type(error).__name__)
            return not is_put_off(error)
        return True

    async def _is_first(self, sending: Sending, over: str) -> bool:
        store, mark = self.store, mark_of(sending)

        def work(connection: Connection) -> bool:
            is_first = sends.claim(connection, store.bot, mark)
            if is_first:
                sends.release(connection, store.bot, over)
            return is_first

        return await store.run(work)

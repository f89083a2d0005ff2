"""What curators are to know → a message to each who has started the bot, once for all processes."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from telegram import Bot, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.chat.outbox import Outbox, Sending
from bot.chat.sending import NO_PREVIEW
from bot.chat.turn import Turn
from bot.replies import Reply
from bot.store import quotas
from bot.store.quotas import Quota
from bot.store.store import Store

ATTEMPTS: Final = 4
ONCE_IN: Final = 120.0  # seconds in which several processes see the same
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Notices:
    """Writes to curators and to those who have asked for something that took a while."""

    bot: Bot
    outbox: Outbox
    store: Store
    curators: Sequence[int]
    clock: Callable[[], float] = time.time

    async def tell(self, what: str, reply: Reply, besides: frozenset[int] = frozenset()) -> None:
        """Tell curators, unless a process has just told them the same; `besides` know it already."""
        for curator in self.curators:
            if curator not in besides and await self._is_first(f"told {curator} {what}"):
                await self.write(f"notice {curator} {what} {self.clock():.0f}", curator, reply)

    async def write(self, cause: str, chat: int, reply: Reply, to: int | None = None) -> None:
        """Write into a private chat, in reply to a message or to none; where that is not allowed, pass over it."""

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
            await self.outbox.send(Sending(cause, 0, chat, to), send, "writing to a curator", ATTEMPTS, Turn(cause))
        except TelegramError as error:
            log.info("a curator was not written to (%s)", type(error).__name__)

    async def _is_first(self, key: str) -> bool:
        store, now = self.store, self.clock()
        quota = Quota(key, 1, ONCE_IN)
        return await store.run(lambda connection: quotas.take(connection, store.bot, [quota], now)) is None

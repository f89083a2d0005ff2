"""Sends curators what they are to know, to each who has started the bot, once for all processes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection
from telegram.error import TelegramError

from bot.chat.outbound.outbox import OutboxEntry, is_put_off, mark_of
from bot.chat.outbound.sender import Sender
from bot.replies import Reply
from bot.store.database.store import Store
from bot.store.outbound import sends

ATTEMPTS: Final = 4
AGAIN: Final = 60.0  # seconds until a notice that was put off is sent again
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Notices:
    """Writes to curators, and to whoever waits for the outcome of a command that took a while."""

    sender: Sender
    store: Store
    curators: Sequence[int]
    again: float = AGAIN

    async def tell(self, kind: str, key: str, reply: Reply, informed: frozenset[int], ends: str) -> None:
        """Tell every curator, unless some process has sent the same notice; those in `informed` know it already.

        `ends` is the kind of notice that this one resolves; that kind may then be sent again.
        """

        async def tell_one(curator: int) -> None:
            notice, resolved = f"notice {curator} {kind} {key}", f"notice {curator} {ends} "
            while await self._claim(OutboxEntry(notice, 0, curator), resolved) and curator not in informed:
                if await self.write(notice, curator, reply):
                    return
                await asyncio.sleep(self.again)

        await asyncio.gather(*(tell_one(curator) for curator in self.curators))

    async def write(self, key: str, chat: int, reply: Reply, reply_to: int | None = None) -> bool:
        """Write into a private chat; a chat that the bot may not write to is passed over.

        Return False if the message was put off and has to be tried again.
        """
        try:
            await self.sender.send(chat, reply, key=key, reply_to=reply_to, attempts=ATTEMPTS)
        except TelegramError as error:
            log.info("a curator was not written to (%s)", type(error).__name__)
            return not is_put_off(error)
        return True

    async def _claim(self, entry: OutboxEntry, resolved: str) -> bool:
        """Claim a notice for this process, and release the kind that it resolves; return False if it was claimed."""
        store, mark = self.store, mark_of(entry)

        def work(connection: Connection) -> bool:
            is_first = sends.claim(connection, store.bot, mark)
            if is_first:
                sends.release(connection, store.bot, resolved)
            return is_first

        return await store.run(work)

"""Sends curators what they are to know, to each who has started the bot, once for all processes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection
from telegram import InlineKeyboardMarkup
from telegram.error import TelegramError

from bot.chat.outbound.outbox import OutboxEntry, is_put_off, mark_of
from bot.chat.outbound.sender import Sender
from bot.replies import Reply
from bot.store.database.store import Store
from bot.store.outbound import sends

ATTEMPTS: Final = 4
ATTEMPTS_IN_AN_UPDATE: Final = 2  # whoever caused the notice waits for it
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

    async def send_within_update(
        self,
        key: str,
        compose: Callable[[int], Reply],
        markup: InlineKeyboardMarkup | None = None,
        *,
        edits: bool = False,
    ) -> None:
        """Send every curator what `compose` makes for their chat, as part of the update being handled.

        Whoever has a notice with this key already gets no second one: with `edits` the first is rewritten, else it
        stays as it is. A curator who cannot be written to is passed over.
        """
        for curator in self.curators:
            notice = f"{key} {curator}"
            try:
                earlier = await self.sender.sent_under(notice)
                if earlier is None:
                    reply = compose(curator)
                    await self.sender.send(curator, reply, key=notice, markup=markup, attempts=ATTEMPTS_IN_AN_UPDATE)
                elif edits:
                    reply = compose(curator)
                    await self.sender.edit_or_raise(curator, earlier, reply, markup, attempts=ATTEMPTS_IN_AN_UPDATE)
            except TelegramError as error:
                log.info("a curator was not told of a %s (%s)", key.partition(" ")[0], type(error).__name__)

    async def send_once(self, key: str, curator: int, reply: Reply, markup: InlineKeyboardMarkup | None) -> None:
        """Send a notice that this process has claimed; one that may have arrived is not sent again."""
        try:
            await self.sender.send(curator, reply, key=key, markup=markup, exactly_once=True)
        except TelegramError as error:
            log.info("a curator was not written to (%s)", type(error).__name__)

    async def _claim(self, entry: OutboxEntry, resolved: str) -> bool:
        """Claim a notice for this process, and release the kind that it resolves; return False if it was claimed."""
        store, mark = self.store, mark_of(entry)

        def work(connection: Connection) -> bool:
            is_first = sends.claim(connection, store.bot, mark)
            if is_first:
                sends.release(connection, store.bot, resolved)
            return is_first

        return await store.run(work)

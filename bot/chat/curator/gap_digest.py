"""Gaps that several people have run into → one message a day to each curator."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection
from telegram.error import TelegramError

from bot.chat.curator import gap_keyboards
from bot.chat.curator.gap_view import Cards
from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.outbound.outbox import DeliveryUnknown
from bot.chat.outbound.sender import Sender
from bot.chat.protocol.chat_policy import ChatPolicies
from bot.messages import curator as desk_words
from bot.replies.layout import EMPTY_LINE, span
from bot.replies.message import reply_from_lines
from bot.store.database.store import Store
from bot.store.gaps import digests
from bot.store.gaps.gaps import Gap

ASKERS: Final = 3
SHOWN: Final = 10
ATTEMPTS: Final = 8
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GapDigest:
    """Tells curators; who cannot be written to is passed over."""

    sender: Sender
    answering: AnswerService
    places: ChatPolicies
    store: Store
    curators: Sequence[int]
    language: str
    clock: Callable[[], dt.datetime]

    async def tell(self) -> None:
        """Tell what nobody was told of yet, unless there was a message today."""
        store, now = self.store, self.clock()

        def work(connection: Connection) -> tuple[list[tuple[int, str]], list[Gap]]:
            day, at = f"{now:%Y-%m-%d}", now.timestamp()
            return digests.claim(connection, store.bot, self.curators, day, at, ASKERS)

        claimed, found = await store.run(work)
        for curator, cause in claimed:
            try:
                await self._tell(curator, cause, found)
            except (TelegramError, DeliveryUnknown) as error:
                log.info("a curator was not told of gaps (%s)", type(error).__name__)

    async def _tell(self, curator: int, cause: str, found: Sequence[Gap]) -> None:
        where, say = await self.places.of(curator), self.answering.words_for(self.language)
        cards = Cards(self.answering.base(where.audience), self.answering.whole_base, say)
        shown, more = found[:SHOWN], len(found) - SHOWN
        lines = [*cards.listed(shown), *([EMPTY_LINE, (span(say.count(desk_words.MORE, more)),)] if more > 0 else [])]
        reply, markup = reply_from_lines(lines), gap_keyboards.of_list(shown)
        await self.sender.send(curator, reply, key=cause, markup=markup, exactly_once=True, attempts=ATTEMPTS)

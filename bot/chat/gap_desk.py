"""/gaps → what people ask and the base does not answer, for a curator in private."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from telegram.constants import ChatType

from bot.chat import desk_words
from bot.chat.answering import Answering
from bot.chat.commanding import Asked, Responders
from bot.chat.gap_cards import Cards
from bot.chat.listing import paged
from bot.chat.plain import sentence
from bot.replies import Reply
from bot.store import gaps
from bot.store.store import Store

SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class GapDesk:
    """Shows curators what the base lacks."""

    answering: Answering
    store: Store

    def responders(self) -> Responders:
        """Name the commands."""
        return {"gaps": self.gaps}

    async def gaps(self, asked: Asked) -> list[Reply]:
        """List what is asked most."""
        if asked.message.chat.type != ChatType.PRIVATE:
            return [sentence(asked.say(desk_words.NOT_IN_PRIVATE))]
        found = await self.store.run(lambda connection: gaps.listed(connection, self.store.bot, most=SHOWN))
        if not found:
            return [sentence(asked.say(desk_words.NO_GAPS))]
        cards = Cards(self.answering.base(asked.audience), self.answering.whole_base, asked.say)
        return paged(cards.listed(found))

"""Sends each curator one message a day with the gaps that several people have run into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from bot.chat.curator import gap_keyboards
from bot.chat.curator.gap_view import GapView
from bot.chat.services import Services
from bot.messages import curator as curator_words
from bot.replies import Reply
from bot.replies.layout import EMPTY_LINE, span
from bot.replies.message import reply_from_lines
from bot.store.gaps import digests
from bot.store.gaps.gaps import Gap

LEAST_ASKERS: Final = 3
SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class GapDigest:
    """Sends the daily message; a curator who cannot be written to is passed over."""

    services: Services

    async def send_if_due(self) -> None:
        """Send the gaps that no digest has told of yet, unless a digest was sent today."""
        store, now, curators = self.services.store, self.services.clock(), self.services.settings.staff

        def work(connection: Connection) -> tuple[list[tuple[int, str]], list[Gap]]:
            day, at = f"{now:%Y-%m-%d}", now.timestamp()
            return digests.claim(connection, store.bot, curators, day, at, LEAST_ASKERS)

        claimed, gaps = await store.run(work)
        markup = gap_keyboards.of_list(gaps[:SHOWN])
        for curator, cause in claimed:
            reply = await self._digest(curator, gaps)
            await self.services.notices.send_once(cause, curator, reply, markup)

    async def _digest(self, curator: int, gaps: Sequence[Gap]) -> Reply:
        """List the gaps as a curator may see them in their private chat, in the bot's own language."""
        answer_service, policy = self.services.answer_service, await self.services.policies.of(curator)
        say = answer_service.words_for(self.services.settings.language)
        view = GapView(answer_service.base(policy.audience), answer_service.whole_base, say)
        lines, more = [*view.listed(gaps[:SHOWN])], len(gaps) - SHOWN
        if more > 0:
            lines += [EMPTY_LINE, (span(say.count(curator_words.MORE, more)),)]
        return reply_from_lines(lines)

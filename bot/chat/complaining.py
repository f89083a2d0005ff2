"""A thumb down → a message to each curator who has started the bot, which a reason given later completes."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Bot, Message
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.chat import words
from bot.chat.answering import Answering
from bot.chat.below import REASONS
from bot.chat.outbox import Outbox, Sending
from bot.chat.plain import of_lines
from bot.chat.sending import NO_PREVIEW
from bot.chat.turn import current
from bot.factbase.audience import Audience
from bot.replies import Reply
from bot.replies.layout import Line, Style, Yield, shorten, span
from bot.replies.why import STANDS, short
from bot.store.votes import Cast

ATTEMPTS = 2
LONGEST = 500  # units of a question that is quoted
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Complaints:
    """Tells curators, and says nothing of who it was."""

    bot: Bot
    outbox: Outbox
    answering: Answering
    curators: Sequence[int]
    language: str

    async def tell(self, cast: Cast, message: Message | None) -> None:
        """Tell every curator of a vote; who cannot be written to is passed over."""
        replied = message.reply_to_message if message is not None else None
        asked = (replied.text or replied.caption) if replied is not None else None
        vote = _mark_of(cast)
        for curator in self.curators:
            report = self._report(cast, asked, Audience(frozenset({curator})))
            try:
                await self._tell(curator, f"vote {vote} {curator}", report)
            except TelegramError as error:
                log.info("a curator was not told of a vote (%s)", type(error).__name__)

    async def _tell(self, curator: int, cause: str, report: Reply) -> None:
        earlier = await self.outbox.message_of(cause)

        async def send() -> int:
            sent = await self.bot.send_message(
                curator, report.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
            )
            return sent.message_id

        async def edit() -> object:
            return await self.bot.edit_message_text(
                report.html,
                chat_id=curator,
                message_id=earlier,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
            )

        turn = current.get()
        if earlier is None:
            await self.outbox.send(Sending(cause, 0, curator), send, "telling a curator", ATTEMPTS, turn)
        else:
            await self.outbox.change(curator, edit, "telling a curator", ATTEMPTS, turn)

    def _report(self, cast: Cast, asked: str | None, audience: Audience) -> Reply:
        """Tell of a vote; of a fact that may not be seen where it is told, only where it stands."""
        say, base = self.answering.words_for(self.language), self.answering.whole_base
        seen = self.answering.base(audience).by_id
        reason = say(REASONS[cast.reason]) if cast.reason is not None else say(words.NO_REASON)
        lines: list[Line] = [(span(say(words.COMPLAINT, reason=reason), Style.BOLD),)]
        if asked and all(name in seen for name in cast.facts):
            question = shorten(asked, LONGEST)
            lines.append((span(say(words.COMPLAINT_ASKED, question=question), gives=Yield.CONTEXT),))
        for fact in (base.by_id[name] for name in cast.facts if name in base.by_id):
            if fact.id in seen:
                lines.append((span(fact.question.text, Style.SMALL, gives=Yield.CONTEXT),))
                lines.append((span(fact.answer, gives=Yield.ANSWER),))
            lines.append((span(say(STANDS, fact=fact.id, path=short(fact.place.path), line=fact.place.line)),))
        return of_lines(lines)


def _mark_of(cast: Cast) -> str:
    """Recognise a vote by what does not tell whose it is, for it stays when the person is forgotten."""
    return hashlib.blake2b(f"{cast.place} {cast.person}".encode(), digest_size=16).hexdigest()

"""/why and /source as replies to an answer → what it rests on, and its sources at full length."""

from __future__ import annotations

from collections.abc import Callable

from telegram import Message

from bot.chat import words
from bot.chat.addressing import Me
from bot.chat.answering import Answering
from bot.chat.basis import as_basis
from bot.chat.listing import paged
from bot.chat.remembering import Memory, user_of
from bot.factbase.audience import Audience
from bot.factbase.model import Fact, FactBase
from bot.replies import Reply, Words
from bot.replies.layout import span, to_html, to_plain
from bot.replies.source_entry import source_entries
from bot.replies.why import Basis, why_lines


class AskingBack:
    """Answers what somebody asks about an answer, as far as the chat may see the facts that it told."""

    def __init__(self, answering: Answering, memory: Memory, is_curator: Callable[[int], bool]) -> None:
        self._answering = answering
        self._memory = memory
        self._is_curator = is_curator

    async def why(self, message: Message, me: Me, say: Words, audience: Audience) -> list[Reply]:
        """Say why the message replied to answers as it does, or why it does not answer."""
        basis = await self._basis(message, me)
        if basis is None:
            return [_plain(say(words.WHY_OF_WHAT))]
        base, user = self._answering.base(audience), user_of(message)
        is_for_curator = user is not None and self._is_curator(user.id)
        return paged(why_lines(basis, base, say, is_for_curator=is_for_curator))

    async def source(self, message: Message, me: Me, say: Words, audience: Audience) -> list[Reply]:
        """Show the sources of the facts that the message replied to tells."""
        basis = await self._basis(message, me)
        base = self._answering.base(audience)
        facts = _told(basis, base) if basis is not None else []
        if not facts:
            return [_plain(say(words.SOURCE_OF_WHAT))]
        return paged(source_entries(facts, base, say))

    async def _basis(self, message: Message, me: Me) -> Basis | None:
        told = await self._memory.replied_to(message, me)
        return as_basis(told.basis) if told is not None else None


def _told(basis: Basis, base: FactBase) -> list[Fact]:
    held = (base.by_id[candidate.fact] for candidate in basis.told if candidate.fact in base.by_id)
    return list({(fact := base.current(one)).id: fact for one in held}.values())


def _plain(text: str) -> Reply:
    lines = [(span(text),)]
    return Reply(to_html(lines), to_plain(lines))

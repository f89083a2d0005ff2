"""/why and /source, as replies to an answer or after one → what it rests on, and its sources at full length."""

from __future__ import annotations

from collections.abc import Callable

from telegram import Message

from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.dialogue.memory import DialogueMemory, as_basis
from bot.chat.protocol.request import BotIdentity, is_reply
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.factbase.model import Fact, FactBase
from bot.messages import chat
from bot.replies import Reply
from bot.replies.message import paged, text_reply
from bot.replies.source_entry import source_entries
from bot.replies.why import Basis, why_lines


class Explaining:
    """Answers what somebody asks about an answer, as far as the chat may see the facts that it told."""

    def __init__(self, answering: AnswerService, memory: DialogueMemory, is_curator: Callable[[int], bool]) -> None:
        self._answering = answering
        self._memory = memory
        self._is_curator = is_curator

    def responders(self) -> CommandTable:
        """Name the commands."""
        return {"why": self.why, "source": self.source}

    async def why(self, asked: CommandCall) -> list[Reply]:
        """Say why the message replied to, else the last one, answers as it does, or why it does not answer."""
        basis, say = await self._basis(asked.message, asked.scene.me), asked.say
        if basis is None:
            return [text_reply(say(chat.WHY_OF_WHAT))]
        base, user = self._answering.base(asked.audience), asked.user
        is_for_curator = user is not None and self._is_curator(user.id)
        return paged(why_lines(basis, base, say, is_for_curator=is_for_curator))

    async def source(self, asked: CommandCall) -> list[Reply]:
        """Show the sources of the facts that the message replied to, else the last one, tells."""
        basis, say = await self._basis(asked.message, asked.scene.me), asked.say
        base = self._answering.base(asked.audience)
        facts = _told(basis, base) if basis is not None else []
        if not facts:
            return [text_reply(say(chat.SOURCE_OF_WHAT))]
        return paged(source_entries(facts, base, say))

    async def _basis(self, message: Message, me: BotIdentity) -> Basis | None:
        if is_reply(message):
            told = await self._memory.replied_to(message, me)
        else:
            told = await self._memory.last_told(message, self._answering.context_lasts)
        return as_basis(told.basis) if told is not None else None


def _told(basis: Basis, base: FactBase) -> list[Fact]:
    held = (candidate.told(base) for candidate in basis.told if candidate.fact in base.by_id)
    return list({fact.id: fact for fact in held}.values())

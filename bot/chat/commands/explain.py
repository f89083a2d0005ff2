"""Answers /why and /source, sent in reply to an answer or after one: what it rests on, and its sources in full."""

from __future__ import annotations

from collections.abc import Callable

from telegram import Message

from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.dialogue.memory import DialogueMemory, as_explanation
from bot.chat.protocol.request import BotIdentity, is_reply
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.factbase.model import Fact, FactBase
from bot.messages import chat as words
from bot.replies import Reply
from bot.replies.message import paged, text_reply
from bot.replies.source_entry import source_entries
from bot.replies.why import Explanation, why_lines


class Explaining:
    """Explains an answer, as far as the chat may see the facts that it told."""

    def __init__(
        self, answer_service: AnswerService, memory: DialogueMemory, is_curator: Callable[[int], bool]
    ) -> None:
        self._answer_service = answer_service
        self._memory = memory
        self._is_curator = is_curator

    def commands(self) -> CommandTable:
        """Return the handlers of the commands."""
        return {"why": self.why, "source": self.source}

    async def why(self, call: CommandCall) -> list[Reply]:
        """Explain the answer, or the missing answer, that the command replies to, else the last one."""
        explanation, say = await self._explanation(call.message, call.chat_context.me), call.say
        if explanation is None:
            return [text_reply(say(words.WHY_OF_WHAT))]
        base, user = self._answer_service.base(call.audience), call.user
        is_for_curator = user is not None and self._is_curator(user.id)
        return paged(why_lines(explanation, base, say, is_for_curator=is_for_curator))

    async def source(self, call: CommandCall) -> list[Reply]:
        """Show the sources of the answer that the command replies to, else of the last one."""
        explanation, say = await self._explanation(call.message, call.chat_context.me), call.say
        base = self._answer_service.base(call.audience)
        facts = _facts_told(explanation, base) if explanation is not None else []
        if not facts:
            return [text_reply(say(words.SOURCE_OF_WHAT))]
        return paged(source_entries(facts, base, say))

    async def _explanation(self, message: Message, me: BotIdentity) -> Explanation | None:
        if is_reply(message):
            told = await self._memory.answer_replied_to(message, me)
        else:
            told = await self._memory.last_answer(message, self._answer_service.context_lasts)
        return as_explanation(told.basis) if told is not None else None


def _facts_told(explanation: Explanation, base: FactBase) -> list[Fact]:
    held = (candidate.told(base) for candidate in explanation.told if candidate.fact in base.by_id)
    return list({fact.id: fact for fact in held}.values())

"""An answer that stands in the thread already → a pointer to it instead of the same again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Protocol

from telegram import InlineKeyboardMarkup, MaybeInaccessibleMessage, Message, User
from telegram.constants import ChatType

from bot.chat.dialogue.answer_keyboard import answer_keyboard
from bot.chat.dialogue.answer_service import AnswerResult, AnswerService
from bot.chat.dialogue.chat_context import ChatContext
from bot.chat.dialogue.memory import DialogueMemory
from bot.chat.outbound.sender import Sender
from bot.chat.protocol.chat_policy import SUPERGROUPS
from bot.chat.protocol.request import topic_of
from bot.chat.protocol.update_context import current
from bot.matching.decision import Answer
from bot.messages import chat
from bot.replies import Reply, Words
from bot.replies.languages import language_asked
from bot.replies.layout import Line, Span, span, to_html, to_plain
from bot.store.conversations import thread_answers
from bot.store.conversations.thread_answers import Thread

LASTS: Final = 600.0  # seconds


class ReplyListener(Protocol):
    """What wants to know of every reply, such as the record of a briefing."""

    async def heard(self, message: Message, sent: int | None, answered: AnswerResult, scene: ChatContext) -> None:
        """Take note of a question and what was replied; `sent` is the id of the reply."""

    async def chosen(self, message: MaybeInaccessibleMessage, answered: AnswerResult, scene: ChatContext) -> None:
        """Take note of what somebody chose below a message."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """What to say instead of an answer, and the message to say it in reply to, where a link cannot lead there."""

    reply: Reply
    to: int | None


@dataclass(frozen=True, slots=True)
class DuplicateAnswers:
    """Knows which answers stand in which threads of groups."""

    answering: AnswerService
    memory: DialogueMemory
    clock: Callable[[], float] = time.time

    async def pointer(self, message: Message, answered: AnswerResult, scene: ChatContext) -> Pointer | None:
        """Point to the same answer, as it would be given now, if the thread has it from a short while ago."""
        answer = self._name(answered, scene)
        if answer is None or message.chat.type == ChatType.PRIVATE:
            return None
        store, thread, since = self.memory.store, thread_of(message), self.clock() - LASTS
        found = await store.run(lambda connection: thread_answers.find(connection, store.bot, thread, answer, since))
        if found is None or found in current.get().sent.values():  # said by an earlier try at this very update
            return None
        if thread.chat > SUPERGROUPS:
            return Pointer(_reply([(span(scene.say(chat.ANSWERED_ABOVE)),)]), found)
        return Pointer(_reply([linked(scene.say, link_to(thread, found))]), None)

    async def note(self, message: Message, sent: int, answered: AnswerResult, scene: ChatContext) -> None:
        """Keep where an answer stands, or that another reply has taken its place."""
        if message.chat.type == ChatType.PRIVATE:
            return
        store, thread, now = self.memory.store, thread_of(message), self.clock()
        answer = self._name(answered, scene)
        await store.run(lambda connection: thread_answers.drop(connection, store.bot, thread.chat, sent))
        if answer is not None:
            await store.run(lambda connection: thread_answers.put(connection, store.bot, thread, answer, sent, now))

    def _name(self, answered: AnswerResult, scene: ChatContext) -> str | None:
        """Recognise what an answer tells and in which language; a fact that was changed makes another answer."""
        decision = answered.decision
        if not isinstance(decision, Answer) or decision.missing:
            return None
        base = self.answering.base(scene.audience)
        facts = [base.by_id.get(fact) for fact in sorted(answered.told)]
        then = [str(candidate.as_of) for candidate in decision.facts if candidate.as_of is not None]
        return self.memory.hash(f"answer {language_asked(decision, base, scene.language)} {facts!r}{then[:1] or ''}")


def thread_of(message: Message) -> Thread:
    """Name the thread that a message is in."""
    return Thread(message.chat.id, topic_of(message) or 0)


def link_to(thread: Thread, message: int) -> str:
    """Make the link to a message that members of a supergroup can follow."""
    topic = f"/{thread.topic}" if thread.topic else ""
    return f"https://t.me/c/{SUPERGROUPS - thread.chat}{topic}/{message}"


def linked(say: Words, address: str) -> Line:
    """Write the line with the link."""
    before, after = say(chat.ANSWERED_THERE, link="\0").split("\0")
    return (Span(before), span(say(chat.A_WHILE_AGO), url=address), Span(after))


def _reply(lines: list[Line]) -> Reply:
    return Reply(to_html(lines), to_plain(lines))


@dataclass(frozen=True, slots=True)
class Responder:
    """Replies to messages."""

    sender: Sender
    memory: DialogueMemory
    repetition: DuplicateAnswers
    has_thumbs: bool
    sessions: ReplyListener

    async def say(self, message: Message, answered: AnswerResult, asked: str | None, scene: ChatContext) -> int | None:
        """Reply, or point to where the same was answered a short while ago; return the new message, if any."""
        pointer = await self.repetition.pointer(message, answered, scene)
        if pointer is not None:
            sent = await self.sender.reply(message, pointer.reply, asked, at=pointer.to)
            if sent is not None:
                await self._keep(message, sent, replace(answered, held=None), scene)  # it tells no fact itself
                return sent
        sent = await self.sender.reply(message, answered.reply, asked, self.buttons(answered, scene))
        await self._keep(message, sent, answered, scene)
        if sent is not None:
            await self.repetition.note(message, sent, answered, scene)
        return sent

    async def change(self, message: Message, earlier: int, answered: AnswerResult, scene: ChatContext) -> bool:
        """Put another reply to a message in place of an earlier one, if that can be edited."""
        if not await self.sender.edit(message.chat.id, earlier, answered.reply, self.buttons(answered, scene)):
            return False
        await self._keep(message, earlier, answered, scene)
        await self.repetition.note(message, earlier, answered, scene)
        return True

    async def choose(
        self, message: MaybeInaccessibleMessage, answered: AnswerResult, user: User, scene: ChatContext
    ) -> None:
        """Put what somebody has chosen in place of the choices; where they are gone, below the message."""
        markup, sent = self.buttons(answered, scene), None
        if await self.sender.edit(message.chat.id, message.message_id, answered.reply, markup):
            sent = message.message_id
        if not isinstance(message, Message):
            return
        if sent is None:
            sent = await self.sender.reply(message, answered.reply, None, markup)
        await self.memory.keep_chosen(message, sent, answered, user)
        await self.sessions.chosen(message, answered, scene)
        if sent is not None:
            await self.repetition.note(message, sent, answered, scene)

    async def _keep(self, message: Message, sent: int | None, answered: AnswerResult, scene: ChatContext) -> None:
        await self.memory.keep(message, sent, answered)
        await self.sessions.heard(message, sent, answered, scene)

    def buttons(self, answered: AnswerResult, scene: ChatContext) -> InlineKeyboardMarkup | None:
        """Give what stands below a reply that offers no choices."""
        return answer_keyboard(answered, scene.me.username, scene.say, has_thumbs=self.has_thumbs)

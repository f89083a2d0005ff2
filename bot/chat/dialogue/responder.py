"""Sends replies and remembers them; a group gets a pointer to an answer that it was given a short while ago."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
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
from bot.messages import chat as words
from bot.replies import Reply, Words
from bot.replies.languages import language_asked
from bot.replies.layout import Line, Span, span
from bot.replies.message import reply_from_lines, text_reply
from bot.store.conversations import thread_answers
from bot.store.conversations.thread_answers import Thread

LASTS: Final = 600.0  # seconds for which an answer is pointed to instead of repeated


class ReplyListener(Protocol):
    """Is told of every reply, such as the record of a briefing."""

    async def replied(
        self, message: Message, sent: int | None, result: AnswerResult, chat_context: ChatContext
    ) -> None:
        """Take note of a question and its reply; `sent` is the id of the reply, None if it could not be sent."""

    async def chosen(
        self, message: Message, result: AnswerResult, chat_context: ChatContext, *, answers_question: bool
    ) -> None:
        """Take note of what somebody chose below a message; it may be something else than what was asked."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """A reply that points to an earlier answer: by a link, or by being put under the message `to`."""

    reply: Reply
    to: int | None


@dataclass(frozen=True, slots=True)
class DuplicateAnswers:
    """Knows which answers the threads of groups were given lately."""

    answer_service: AnswerService
    memory: DialogueMemory
    clock: Callable[[], float] = time.time

    async def pointer(self, message: Message, result: AnswerResult, chat_context: ChatContext) -> Pointer | None:
        """Make a pointer to the same answer, if the thread was given it a short while ago; None otherwise."""
        answer = self._hash(result, chat_context)
        if answer is None or message.chat.type == ChatType.PRIVATE:
            return None
        store, thread, since = self.memory.store, thread_of(message), self.clock() - LASTS
        found = await store.run(lambda connection: thread_answers.find(connection, store.bot, thread, answer, since))
        if found is None or found in current.get().sent.values():  # sent by an earlier attempt at this update
            return None
        if thread.chat > SUPERGROUPS:
            return Pointer(text_reply(chat_context.say(words.ANSWERED_ABOVE)), found)
        return Pointer(reply_from_lines([_pointer_line(chat_context.say, message_link(thread, found))]), None)

    async def record(self, message: Message, sent: int, result: AnswerResult, chat_context: ChatContext) -> None:
        """Remember which answer a message of the bot gives now."""
        if message.chat.type == ChatType.PRIVATE:
            return
        store, thread, now = self.memory.store, thread_of(message), self.clock()
        answer = self._hash(result, chat_context)
        await store.run(lambda connection: thread_answers.drop(connection, store.bot, thread.chat, sent))
        if answer is not None:
            await store.run(lambda connection: thread_answers.put(connection, store.bot, thread, answer, sent, now))

    def _hash(self, result: AnswerResult, chat_context: ChatContext) -> str | None:
        """Hash what an answer tells and in which language; a fact that has changed makes another answer."""
        decision = result.decision
        if not isinstance(decision, Answer) or decision.missing:
            return None
        base = self.answer_service.base(chat_context.audience)
        facts = [base.by_id.get(fact) for fact in sorted(result.facts)]
        then = [str(candidate.as_of) for candidate in decision.facts if candidate.as_of is not None]
        return self.memory.hash(
            f"answer {language_asked(decision, base, chat_context.language)} {facts!r}{then[:1] or ''}"
        )


def thread_of(message: Message) -> Thread:
    """Return the thread that a message is in."""
    return Thread(message.chat.id, topic_of(message) or 0)


def message_link(thread: Thread, message: int) -> str:
    """Make a link to a message of a supergroup, which its members can follow."""
    topic = f"/{thread.topic}" if thread.topic else ""
    return f"https://t.me/c/{SUPERGROUPS - thread.chat}{topic}/{message}"


def _pointer_line(say: Words, address: str) -> Line:
    """Write the line that says where the answer was given, with the link."""
    before, after = say(words.ANSWERED_THERE, link="\0").split("\0")
    return (Span(before), span(say(words.A_WHILE_AGO), url=address), Span(after))


@dataclass(frozen=True, slots=True)
class Responder:
    """Sends replies to messages, remembers them, and tells the listeners."""

    sender: Sender
    memory: DialogueMemory
    duplicates: DuplicateAnswers
    has_thumbs: bool
    listeners: Sequence[ReplyListener]
    is_curator: Callable[[int], bool]

    async def reply(
        self, message: Message, result: AnswerResult, asked: str | None, chat_context: ChatContext
    ) -> int | None:
        """Reply, or point to the same answer of a short while ago; return the new message's id, if any was sent."""
        pointer = await self.duplicates.pointer(message, result, chat_context)
        if pointer is not None:
            sent = await self.sender.reply(message, pointer.reply, asked, under=pointer.to)
            if sent is not None:
                # A pointer tells no fact itself, so that there is nothing in it to correct later.
                await self._keep(message, sent, replace(result, fact_hashes=None), chat_context)
                return sent
        sent = await self.sender.reply(message, result.reply, asked, self.keyboard(result, chat_context))
        await self._keep(message, sent, result, chat_context)
        if sent is not None:
            await self.duplicates.record(message, sent, result, chat_context)
        return sent

    async def edit(self, message: Message, earlier: int, result: AnswerResult, chat_context: ChatContext) -> bool:
        """Put another reply to a message in place of an earlier one; return False if that cannot be edited."""
        if not await self.sender.edit(message.chat.id, earlier, result.reply, self.keyboard(result, chat_context)):
            return False
        await self._keep(message, earlier, result, chat_context)
        await self.duplicates.record(message, earlier, result, chat_context)
        return True

    async def show_choice(
        self, message: MaybeInaccessibleMessage, result: AnswerResult, user: User, chat_context: ChatContext
    ) -> None:
        """Put what somebody has chosen in place of the choices, or below them if they cannot be edited.

        What a row of a table opens stands below the table.
        """
        markup, sent = self.keyboard(result, chat_context), None
        offered = await self.memory.explanation_of_reply(message) if isinstance(message, Message) else None
        is_row = offered is not None and offered.plan is not None
        if not is_row and await self.sender.edit(message.chat.id, message.message_id, result.reply, markup):
            sent = message.message_id
        if not isinstance(message, Message):
            return
        if sent is None:
            sent = await self.sender.reply(message, result.reply, None, markup)
        await self.memory.keep_chosen(message, sent, result, user, offered)
        answers_question = offered is None or all(map(offered.may_be_meant, result.facts))
        for listener in self.listeners:
            await listener.chosen(message, result, chat_context, answers_question=answers_question)
        if sent is not None:
            await self.duplicates.record(message, sent, result, chat_context)

    async def _keep(self, message: Message, sent: int | None, result: AnswerResult, chat_context: ChatContext) -> None:
        await self.memory.keep(message, sent, result)
        for listener in self.listeners:
            await listener.replied(message, sent, result, chat_context)

    def keyboard(self, result: AnswerResult, chat_context: ChatContext) -> InlineKeyboardMarkup | None:
        """Lay out the buttons below a reply that offers no choices."""
        policy, say = chat_context.policy, chat_context.say
        has_desk = policy.is_private and self.is_curator(policy.chat)
        return answer_keyboard(result, chat_context.me.username, say, has_thumbs=self.has_thumbs, has_desk=has_desk)

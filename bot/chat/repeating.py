"""An answer that stands in the thread already → a pointer to it instead of the same again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from telegram import Message
from telegram.constants import ChatType

from bot.chat import guest_words
from bot.chat.addressing import topic_of
from bot.chat.answering import Answered, Answering
from bot.chat.places import SUPERGROUPS
from bot.chat.remembering import Memory
from bot.chat.scene import Scene
from bot.chat.turn import current
from bot.matching.decision import Answer
from bot.replies import Reply, Words
from bot.replies.languages import language_asked
from bot.replies.layout import Line, Span, span, to_html, to_plain
from bot.store import given
from bot.store.given import Thread

LASTS: Final = 600.0  # seconds


@dataclass(frozen=True, slots=True)
class Pointer:
    """What to say instead of an answer, and the message to say it in reply to, where a link cannot lead there."""

    reply: Reply
    to: int | None


@dataclass(frozen=True, slots=True)
class Repetition:
    """Knows which answers stand in which threads of groups."""

    answering: Answering
    memory: Memory
    clock: Callable[[], float] = time.time

    async def pointer(self, message: Message, answered: Answered, scene: Scene) -> Pointer | None:
        """Point to the same answer, as it would be given now, if the thread has it from a short while ago."""
        answer = self._name(answered, scene)
        if answer is None or message.chat.type == ChatType.PRIVATE:
            return None
        store, thread, since = self.memory.store, thread_of(message), self.clock() - LASTS
        found = await store.run(lambda connection: given.find(connection, store.bot, thread, answer, since))
        if found is None or found in current.get().sent.values():  # said by an earlier try at this very update
            return None
        if thread.chat > SUPERGROUPS:
            return Pointer(_reply([(span(scene.say(guest_words.ANSWERED_ABOVE)),)]), found)
        return Pointer(_reply([linked(scene.say, link_to(thread, found))]), None)

    async def note(self, message: Message, sent: int, answered: Answered, scene: Scene) -> None:
        """Keep where an answer stands, or that another reply has taken its place."""
        if message.chat.type == ChatType.PRIVATE:
            return
        store, thread, now = self.memory.store, thread_of(message), self.clock()
        answer = self._name(answered, scene)
        await store.run(lambda connection: given.drop(connection, store.bot, thread.chat, sent))
        if answer is not None:
            await store.run(lambda connection: given.put(connection, store.bot, thread, answer, sent, now))

    def _name(self, answered: Answered, scene: Scene) -> str | None:
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
    before, after = say(guest_words.ANSWERED_THERE, link="\0").split("\0")
    return (Span(before), span(say(guest_words.A_WHILE_AGO), url=address), Span(after))


def _reply(lines: list[Line]) -> Reply:
    return Reply(to_html(lines), to_plain(lines))

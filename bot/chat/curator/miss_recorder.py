"""A question that got no answer, or one that was voted down → kept as a miss, once, and what was done about it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection
from telegram import CallbackQuery, Message

from bot.chat.dialogue.answer_service import AnswerResult, QuestionComparison, asked_by
from bot.chat.dialogue.chat_context import ChatContext
from bot.chat.dialogue.memory import DialogueMemory
from bot.chat.protocol.request import BotIdentity, Question, read, sender_of, topic_of
from bot.curation.gaps.question_similarity import Shape, are_alike, are_related
from bot.factbase.model import FactBase
from bot.matching.decision import Answer, Candidate, Decision, Suggest
from bot.replies.why import Basis
from bot.store.conversations.contexts import AnswerRecord
from bot.store.gaps import misses
from bot.store.gaps.misses import NONE_YET, Miss, MissKind

REWORDED_WITHIN: Final = 120.0  # seconds after a refusal
TAKEN_WITHIN: Final = 3600.0  # seconds after which suggestions count as ignored
NEAREST: Final = 3


@dataclass(frozen=True, slots=True)
class MissRecorder:
    """Keeps what the base did not answer. It comes after the reply, and changes nothing when it comes twice."""

    reconsidering: QuestionComparison
    memory: DialogueMemory
    clock: Callable[[], float] = time.time

    async def record(self, message: Message, answered: AnswerResult, sent: int | None, scene: ChatContext) -> None:
        """Keep a question that was put to the bot, if it got no answer, and settle what came before it."""
        decision, store = answered.decision, self.memory.store
        if decision is None or answered.is_bare:
            return
        person, room = self.memory.hash(sender_of(message)), self._room(message.chat.id)
        since = self.clock() - REWORDED_WITHIN
        before = await store.run(lambda connection: misses.recent(connection, store.bot, person, room, since))
        if isinstance(decision, Answer) and not before:
            return
        shape = await self.reconsidering.shape(decision)
        if shape is None:
            return
        miss = replace(
            self._miss(decision, shape, person, message.chat.id, scene.language),
            place=self.memory.hash(f"message {message.chat.id} {message.message_id}"),
            chat_id=message.chat.id,
            message_id=message.message_id,
            topic_id=topic_of(message),
            sent=sent if isinstance(decision, Suggest) else None,
        )
        told = answered.facts

        def work(connection: Connection) -> None:
            for one in before:
                if (one.place, one.question) != (miss.place, miss.question):
                    settle(connection, store.bot, one, shape, told)
            if isinstance(decision, Suggest):
                misses.suggest(connection, store.bot, miss)
            elif not isinstance(decision, Answer):
                misses.record(connection, store.bot, miss, is_like)

        await store.run(work)

    async def suggestion_chosen(self, chat: int, message: int) -> None:
        """Note that somebody has taken one of the suggestions in a message."""
        store = self.memory.store
        await store.run(lambda connection: misses.take(connection, store.bot, chat, message))

    async def expire_suggestions(self) -> None:
        """Count the questions whose suggestions nobody has taken for long."""
        store, before = self.memory.store, self.clock() - TAKEN_WITHIN

        def work(connection: Connection) -> None:
            for one in misses.overlooked(connection, store.bot, before):
                misses.ignore(connection, store.bot, one, is_like)

        await store.run(work)

    async def voted(self, query: CallbackQuery, told: AnswerRecord, basis: Basis, *, is_down: bool) -> None:
        """Keep the question of an answer that was voted down, as long as the vote stands."""
        store, place = self.memory.store, self.memory.hash(f"vote {told.chat} {told.message} {query.from_user.id}")
        if not is_down:
            await store.run(lambda connection: misses.withdraw(connection, store.bot, place))
            return
        replied = query.message.reply_to_message if isinstance(query.message, Message) else None
        me = BotIdentity(query.get_bot().id, query.get_bot().username)
        request = read(replied, me) if replied is not None else None
        if not isinstance(request, Question):
            return
        base, facts = self.reconsidering.answer_service.whole_base, [candidate.fact for candidate in basis.told]
        now = dt.datetime.fromtimestamp(self.clock(), dt.UTC)
        question = await self.reconsidering.resolved(request.text, facts, basis.after, now)
        if question is None:
            return
        decision = Answer(question, (), tuple(Candidate(fact, 1.0, "") for fact in facts if fact in base.by_id))
        shape = await self.reconsidering.shape(decision)
        if shape is None:
            return
        language = told.language or self.reconsidering.answer_service.language_of(query.from_user)
        made = self._miss(decision, shape, self.memory.person(query.from_user), told.chat, language)
        miss = replace(made, place=place, kind=MissKind.DOWN, told=digest(facts, base))
        await store.run(lambda connection: misses.record(connection, store.bot, miss, is_like))

    def _room(self, chat: int) -> str:
        return self.memory.hash(f"chat {chat}")

    def _miss(self, decision: Decision, shape: Shape, person: str, chat: int, language: str) -> Miss:
        near = nearest(decision)
        return Miss(
            place="",
            kind=MissKind.SUGGESTED if isinstance(decision, Suggest) else MissKind.REFUSED,
            person=person,
            room=self._room(chat),
            question=asked_by(decision),
            shape=shape.as_text(),
            hard=" ".join(shape.hard),
            language=language,
            nearest=as_list(candidate.fact for candidate in near),
            blocked=json.dumps(
                [[b.kind, b.asked, b.held] for b in near[0].violations] if near else [], ensure_ascii=False
            ),
            at=self.clock(),
        )


def settle(connection: Connection, bot: int, before: Miss, shape: Shape, told: Sequence[str]) -> None:
    """Say what became of an earlier question now that its asker asks again and is told facts, or none.

    Suggestions of which one is asked for by hand were of use; others were ignored.
    """
    is_same_anew = bool(told) and are_related(Shape.read(before.shape), shape)
    known = json.loads(before.nearest)
    if before.number == NONE_YET and not set(told).isdisjoint(known):
        misses.drop(connection, bot, before)
    elif before.number == NONE_YET:
        found = as_list([*told, *known]) if is_same_anew else before.nearest
        misses.ignore(connection, bot, replace(before, nearest=found), is_like)
    elif is_same_anew:
        misses.reword(connection, bot, before, as_list([*told, *known]))


def nearest(decision: Decision) -> tuple[Candidate, ...]:
    """Give the facts that come nearest, what blocks them notwithstanding."""
    if isinstance(decision, Suggest):
        return decision.choices[:NEAREST]
    return tuple(sorted(decision.candidates, key=lambda candidate: -candidate.confidence)[:NEAREST])


def as_list(facts: Iterable[str]) -> str:
    """Write facts down, each once."""
    return json.dumps(list(dict.fromkeys(facts))[:NEAREST])


def is_like(one: str, other: str) -> bool:
    """Compare shapes as the store has them."""
    return are_alike(Shape.read(one), Shape.read(other))


def digest(facts: Iterable[str], base: FactBase) -> str:
    """Recognise what facts say, as long as they say it."""
    said = [(fact.id, fact.answer, str(fact.as_of)) for name in facts if (fact := base.by_id.get(name))]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]

"""Stores the questions that the base did not answer, or answered with something that was voted down."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sqlalchemy import Connection
from telegram import CallbackQuery, Message

from bot.chat.dialogue.answer_service import AnswerResult, QuestionComparison, asked_by
from bot.chat.dialogue.chat_context import ChatContext
from bot.chat.dialogue.memory import DialogueMemory
from bot.chat.protocol.request import BotIdentity, Question, read, sender_of, topic_of
from bot.config import EventKind
from bot.curation.gaps.question_similarity import Shape, are_alike, are_related
from bot.factbase.fact_diff import answers_digest
from bot.matching.decision import Answer, Candidate, Decision, Suggest
from bot.replies.why import Explanation
from bot.store.conversations.contexts import AnswerRecord
from bot.store.events.outgoing import Event, EventLog
from bot.store.gaps import misses
from bot.store.gaps.misses import NONE_YET, Candidates, GapMatch, Miss, MissKind

REWORDED_WITHIN: Final = 120.0  # seconds after a refusal
TAKEN_WITHIN: Final = 3600.0  # seconds after which suggestions count as ignored
NEAREST: Final = 3


@dataclass(frozen=True, slots=True)
class MissRecorder:
    """Records misses after the reply is sent; recording the same message twice changes nothing."""

    comparison: QuestionComparison
    memory: DialogueMemory
    events: EventLog = field(default_factory=EventLog)
    clock: Callable[[], float] = time.time

    async def record(self, message: Message, answered: AnswerResult, sent: int | None, context: ChatContext) -> None:
        """Record a question if it got no answer, and decide what its asker's earlier questions in the chat were.

        `sent` is the id of the reply.
        """
        decision, store = answered.decision, self.memory.store
        if decision is None or answered.is_bare:
            return
        person, room = self.memory.hash(sender_of(message)), self._room(message.chat.id)
        since = self.clock() - REWORDED_WITHIN
        before = await store.run(lambda connection: misses.recent(connection, store.bot, person, room, since))
        if isinstance(decision, Answer) and not before:
            return
        shape = await self.comparison.shape(decision)
        if shape is None:
            return
        miss = replace(
            self._miss(decision, shape, person, message.chat.id, context.language),
            place=self.memory.hash(f"message {message.chat.id} {message.message_id}"),
            chat_id=message.chat.id,
            message_id=message.message_id,
            topic_id=topic_of(message),
            sent=sent if isinstance(decision, Suggest) else None,
        )
        for earlier in before:
            if (earlier.place, earlier.question) != (miss.place, miss.question):
                await self._settle(earlier, shape, answered.facts)
        if isinstance(decision, Suggest):
            await store.run(lambda connection: misses.suggest(connection, store.bot, miss))
        elif not isinstance(decision, Answer):
            await self._record(miss)

    async def suggestion_chosen(self, chat: int, message: int) -> None:
        """Note that somebody has taken one of the suggestions in a message."""
        store = self.memory.store
        await store.run(lambda connection: misses.take(connection, store.bot, chat, message))

    async def expire_suggestions(self) -> None:
        """Count the questions whose suggestions nobody has taken for long."""
        store, before = self.memory.store, self.clock() - TAKEN_WITHIN
        for miss in await store.run(lambda connection: misses.expired_suggestions(connection, store.bot, before)):
            await self._ignore(miss)

    async def voted(
        self, query: CallbackQuery, answer_record: AnswerRecord, explanation: Explanation, *, is_down: bool
    ) -> str | None:
        """Record the question of an answer that was voted down; forget it when the vote is changed.

        Return the question written out in full; None where it is not known, or the vote is none against the answer.
        """
        store, place = (
            self.memory.store,
            self.memory.hash(f"vote {answer_record.chat} {answer_record.message} {query.from_user.id}"),
        )
        if not is_down:
            await store.run(lambda connection: misses.withdraw(connection, store.bot, place))
            return None
        replied = query.message.reply_to_message if isinstance(query.message, Message) else None
        me = BotIdentity(query.get_bot().id, query.get_bot().username)
        request = read(replied, me) if replied is not None else None
        if not isinstance(request, Question):
            return None
        base, facts = self.comparison.answer_service.whole_base, [candidate.fact for candidate in explanation.told]
        now = dt.datetime.fromtimestamp(self.clock(), dt.UTC)
        question = await self.comparison.resolved(request.text, facts, explanation.after, now)
        if question is None:
            return None
        decision = Answer(question, (), tuple(Candidate(fact, 1.0, "") for fact in facts if fact in base.by_id))
        shape = await self.comparison.shape(decision)
        if shape is None:
            return question
        language = answer_record.language or self.comparison.answer_service.language_of(query.from_user)
        miss = self._miss(decision, shape, self.memory.person(query.from_user), answer_record.chat, language)
        await self._record(replace(miss, place=place, kind=MissKind.DOWN, told=answers_digest(facts, base)))
        return question

    async def _settle(self, earlier: Miss, shape: Shape, facts: Sequence[str]) -> None:
        """Decide what became of an earlier question, now that its asker asks again and is told `facts`, or none.

        If one of its suggestions is told now, the suggestions were of use; otherwise they count as ignored. A refused
        question that seems to be the same in other words gets the told facts as its nearest.
        """
        store, known = self.memory.store, json.loads(earlier.nearest)
        is_reworded = bool(facts) and are_related(Shape.read(earlier.shape), shape)
        nearest_now = as_list([*facts, *known])
        if earlier.number == NONE_YET and not set(facts).isdisjoint(known):
            await store.run(lambda connection: misses.drop(connection, store.bot, earlier))
        elif earlier.number == NONE_YET:
            await self._ignore(replace(earlier, nearest=nearest_now) if is_reworded else earlier)
        elif is_reworded:
            await store.run(lambda connection: misses.reword(connection, store.bot, earlier, nearest_now))

    async def _record(self, miss: Miss) -> None:
        """Put a miss into its gap; compare again as long as other processes open gaps meanwhile."""
        store, is_recorded = self.memory.store, False
        while not is_recorded:
            match = await self._match(miss)

            def work(connection: Connection, match: GapMatch = match) -> bool:
                is_done = misses.record(connection, store.bot, miss, match) is not None
                return self._noted(connection, miss, is_done=is_done)

            is_recorded = await store.run(work)

    async def _ignore(self, miss: Miss) -> None:
        """Count a question whose suggestions were not taken; compare again as in `_record`."""
        store, is_counted = self.memory.store, False
        while not is_counted:
            match = await self._match(miss)

            def work(connection: Connection, match: GapMatch = match) -> bool:
                is_done = misses.ignore(connection, store.bot, miss, match)
                return self._noted(connection, replace(miss, kind=MissKind.IGNORED), is_done=is_done)

            is_counted = await store.run(work)

    def _noted(self, connection: Connection, miss: Miss, *, is_done: bool) -> bool:
        """Have other programs told of a miss that was counted, in the same transaction; return `is_done`."""
        store = self.memory.store
        number = misses.counted_in(connection, store.bot, miss) if is_done else None
        if number is not None:
            data = {
                "gap": f"G{number}",
                "kind": miss.kind.value,
                "question": miss.question,
                "language": miss.language,
                "nearest": json.loads(miss.nearest),
            }
            event = Event(EventKind.MISS, f"miss {miss.kind} {miss.place}", data, miss.at, miss.person)
            self.events.note(connection, store.bot, event)
        return is_done

    async def _match(self, miss: Miss) -> GapMatch:
        """Find the oldest gap whose question is like that of a miss."""
        store = self.memory.store
        found = await store.run(lambda connection: misses.candidates(connection, store.bot, miss.hard))
        return await asyncio.to_thread(match_of, miss, found)

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


def match_of(miss: Miss, candidates: Candidates) -> GapMatch:
    """Return the oldest of the gaps whose question is like that of a miss."""
    shape = Shape.read(miss.shape)
    alike = (number for number, other in candidates.shapes if are_alike(Shape.read(other), shape))
    return GapMatch(min(alike, default=None), candidates.newest)


def nearest(decision: Decision) -> tuple[Candidate, ...]:
    """Return the facts that come nearest to a question, those that are ruled out included, nearest first."""
    if isinstance(decision, Suggest):
        return decision.choices[:NEAREST]
    return tuple(sorted(decision.candidates, key=lambda candidate: -candidate.confidence)[:NEAREST])


def as_list(facts: Iterable[str]) -> str:
    """Write the first few facts down as JSON, each once."""
    return json.dumps(list(dict.fromkeys(facts))[:NEAREST])

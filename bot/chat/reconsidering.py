"""A question that had no answer → what it is like, which words of it may mean what, and its answer by now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.chat.answering import EMPTY, LONGEST, Answered, Answering, answered_from, asked_by
from bot.curation.pairing import Pair, pairs
from bot.factbase.audience import Audience
from bot.matching import converse
from bot.matching.decision import Answer, Decision
from bot.matching.likeness import Shape, asks_something, shape_of
from bot.replies import settle


@dataclass(frozen=True, slots=True)
class Reconsidering:
    """Looks at questions once more. Shapes are compared across chats, so that those are of the whole base."""

    answering: Answering

    async def again(
        self, question: str, now: dt.datetime, language: str, note: str, audience: Audience
    ) -> Answered | None:
        """Answer a question that had no answer when it was asked; None where it has no whole one even now."""
        whole = self.answering.desk

        def work() -> Answered | None:
            desk = whole.seen_by(audience)
            decision, left = converse(desk.matcher, question[:LONGEST], EMPTY, now)
            answered = answered_from(desk, decision, now, language, note, left)
            is_whole = isinstance(answered.decision, Answer) and not answered.decision.missing
            return answered if is_whole else None

        return await self.answering.in_thread(work)

    async def told_now(self, question: str, now: dt.datetime) -> tuple[str, ...]:
        """Name the facts with which the whole base answers a question; none where it does not."""
        whole = self.answering.desk

        def work() -> tuple[str, ...]:
            decision = settle(converse(whole.matcher, question[:LONGEST], EMPTY, now)[0], whole.base)
            is_whole = isinstance(decision, Answer) and not decision.missing
            return tuple(c.fact for c in decision.facts) if isinstance(decision, Answer) and is_whole else ()

        return await self.answering.in_thread(work)

    async def shape(self, decision: Decision) -> Shape | None:
        """Give that by which a question is compared with others; None for one that asks for nothing."""
        matcher = self.answering.desk.matcher

        def work() -> Shape | None:
            if not asks_something(decision, matcher):
                return None
            return shape_of(asked_by(decision), matcher, decision.candidates)

        return await self.answering.in_thread(work)

    async def pairs(self, question: str, fact: str, audience: Audience) -> list[Pair]:
        """Pair words of a question with words of a fact that `holds`."""
        whole = self.answering.desk

        def work() -> list[Pair]:
            desk = whole.seen_by(audience)
            return pairs(question, desk.base.by_id[fact], desk.matcher)

        return await self.answering.in_thread(work)

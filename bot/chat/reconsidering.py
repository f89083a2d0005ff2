"""A question that had no answer → what it is like, which words of it may mean what, and its answer by now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.chat.answering import EMPTY, LONGEST, Answered, Answering, answered_from, asked_by
from bot.curation.pairing import Pair, pairs
from bot.factbase.audience import Audience
from bot.matching import Context, converse
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

    async def in_full(self, question: str, facts: Sequence[str], after: Context, now: dt.datetime) -> str | None:
        """Give a question that was told facts as it was understood; None where it went on from what is gone."""
        whole = self.answering.desk

        def work() -> str | None:
            alone, _ = converse(whole.matcher, question[:LONGEST], EMPTY, now)
            if isinstance(alone, Answer) and {c.fact for c in alone.facts} == set(facts):
                return question
            return converse(whole.matcher, question[:LONGEST], replace(after, asked_at=now), now)[0].understood

        return await self.answering.in_thread(work) if after.facts else question

    async def shape(self, decision: Decision) -> Shape | None:
        """Give that by which a question is compared with others; None for one that asks nothing by itself."""
        matcher = self.answering.desk.matcher

        def work() -> Shape | None:
            if not asks_something(decision, matcher) or matcher.lack(asked_by(decision)) is not None:
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

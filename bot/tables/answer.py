"""Answers a question over many facts, or leaves it to the matcher."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from bot.matching.decision import Answer, Candidate
from bot.matching.dialogue.follow_up import FollowUpContext
from bot.matching.matcher import Matcher
from bot.tables.operations import Table, work_out
from bot.tables.plan import Operation, Plan
from bot.tables.reader import NOBODY, read_plan
from bot.tables.rows import Tables
from bot.tables.subjects import Spoken
from bot.tables.vocabulary import Vocabulary

MOST_FOLLOWED: Final = 60  # facts of a table that the next message may follow
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TableAnswer(Answer):
    """An answer of several facts at once: `facts` are those that its table tells."""

    table: Table


@dataclass(frozen=True)
class TableReader:
    """Reads and answers questions over many facts from one base."""

    matcher: Matcher

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the base, taken from it at the first question."""
        read = self.matcher.reader.read
        tables = Tables(self.matcher.base, lambda text: read(text, corrections=False).tokens)
        return Vocabulary(tables, self.matcher)

    @property
    def is_useful(self) -> bool:
        """Whether the base says of what type anything is, or which names are a series."""
        phrasings = self.matcher.base.phrasings
        return bool(phrasings.properties or phrasings.series)

    def answer(self, question: str, today: dt.date, context: FollowUpContext | None = None) -> TableAnswer | None:
        """Answer a question, as one that follows a context if that is given; None if it is not understood whole."""
        if not self.is_useful:
            return None
        spoken = self._spoken(context) if context is not None else NOBODY
        plan = read_plan(question, self.vocabulary, today, spoken)
        return self.carry_out(plan, question, today) if plan is not None else None

    def carry_out(self, plan: Plan, question: str, today: dt.date) -> TableAnswer | None:
        """Work out a plan as the answer to a question."""
        table = work_out(plan, self.vocabulary.tables, today)
        if table is None or not table.facts:
            return None
        told = tuple(Candidate(fact.id, 1.0, fact.question.text) for fact in table.facts)
        return TableAnswer(question, told, told[:_SHOWN], table=table)

    def _spoken(self, context: FollowUpContext) -> Spoken:
        """Return what was spoken of: the subjects of the facts told, else the thing that the talk is about."""
        facts = [self.matcher.base.by_id[fact] for fact in context.facts if fact in self.matcher.base.by_id]
        subjects = tuple(dict.fromkeys(fact.about for fact in facts if fact.about is not None))
        if context.about is not None and not subjects:
            subjects = (context.about,)
        kinds = tuple(dict.fromkeys(fact.asks for fact in facts if fact.asks is not None))
        return Spoken(subjects, self._series(subjects), kinds)

    def _series(self, subjects: Sequence[str]) -> str | None:
        tables = self.vocabulary.tables
        found = {subject if subject in tables.series else tables.series_of.get(subject) for subject in subjects}
        return found.pop() if len(found) == 1 else None


def context_after(answer: TableAnswer) -> FollowUpContext:
    """Return what the next message may follow: one fact of each row."""
    firsts = [next((fact.id for fact in row.cells if fact is not None), None) for row in answer.table.rows]
    if answer.table.plan.operation in (Operation.CARD, Operation.COMPARE):
        firsts = [candidate.fact for candidate in answer.facts]
    return FollowUpContext(tuple(dict.fromkeys(fact for fact in firsts if fact is not None))[:MOST_FOLLOWED])

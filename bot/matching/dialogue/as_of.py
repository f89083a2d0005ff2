"""Turns a decision into the decision as of a date: the facts that held then, or that none did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.factbase.dates import first_day, last_day
from bot.factbase.model import FactBase, PartialDate
from bot.factbase.validity import held_on, nearest_to
from bot.matching.decision import Answer, Candidate, Decision, NoAnswer, Reason, Suggest, Why


def as_of_date(decision: Decision, base: FactBase, date: PartialDate, today: dt.date) -> Decision:
    """Replace each fact by the one that held at the end of a date; leave out facts that did not hold.

    For a month or year that is not over yet, that is the fact that holds today.
    """
    then = _Then(base, date, today)
    match decision:
        case Answer():
            return _answer(decision, then)
        case Suggest():
            choices = then.all_of(decision.choices)
            if choices:
                return replace(decision, choices=choices)
            return then.nothing(decision, decision.choices)
        case NoAnswer():
            kept = (then.of(one) or one for one in decision.nearest)
            return replace(decision, nearest=tuple(kept))


def _answer(decision: Answer, then: _Then) -> Decision:
    facts = then.all_of(decision.facts)
    gone = [one for one in decision.facts if then.of(one) is None]
    if not facts:
        return then.nothing(decision, gone)
    lacking = (then.base.current(then.base.by_id[one.fact]).question.text for one in gone)
    return replace(decision, facts=facts, missing=(*decision.missing, *lacking))


@dataclass(frozen=True, slots=True)
class _Then:
    base: FactBase
    date: PartialDate
    today: dt.date

    @property
    def day(self) -> dt.date:
        end = last_day(self.date)
        return self.today if first_day(self.date) <= self.today < end else end

    def of(self, candidate: Candidate) -> Candidate | None:
        fact = held_on(self.base, self.base.by_id[candidate.fact], self.day, self.today)
        return replace(candidate, fact=fact.id, as_of=self.date) if fact is not None else None

    def all_of(self, candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
        held = (self.of(one) for one in candidates)
        return tuple({one.fact: one for one in held if one is not None}.values())

    def nothing(self, decision: Answer | Suggest, candidates: Iterable[Candidate]) -> NoAnswer:
        """Refuse because nothing held then; the nearest facts are each as of their own date."""
        found: dict[str, Candidate] = {}
        for one in candidates:
            fact = nearest_to(self.base, self.base.by_id[one.fact], self.day)
            as_of = None if fact.is_current else fact.as_of
            found.setdefault(fact.id, replace(one, fact=fact.id, as_of=as_of))
        dates = (self.base.by_id[name].as_of for name in found)
        reason = Reason(Why.NOT_AS_OF, dates=(self.date, *dict.fromkeys(dates)))
        return NoAnswer(decision.question, reason, tuple(found.values()), decision.candidates, decision.understood)

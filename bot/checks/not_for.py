"""Finds questions that a fact must never answer and answers all the same."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks.rule import RuleContext, RuleFinding
from bot.matching.decision import Answer
from bot.problems import quoted


def not_for(context: RuleContext) -> Iterator[RuleFinding]:
    """A question under `not_for` is no phrasing of the fact, and is not answered with it.

    Nor with the fact that has superseded it. Mend it by taking the question out of `not_for`, or out of the
    phrasings; after superseding, by writing it under `not_for` of the successor as well.
    """
    base = context.base
    for fact in base.facts:
        current = base.current(fact)
        for phrase in fact.not_for if current.withdrawn is None else ():
            decision = context.asks.decide(phrase.text)
            if isinstance(decision, Answer) and any(
                base.current(base.by_id[one.fact]) is current for one in decision.facts
            ):
                what = f"{quoted(phrase.text)} is answered with '{current.id}', which it must never be"
                mend = "take it out of not_for or out of the phrasings; a successor needs it under its own not_for"
                yield RuleFinding(phrase.place, what, mend)

"""Puts every phrasing to the matcher, and finds those that are not answered with their own fact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from bot.checks.phrase_taken import place_of_phrase, taken_phrases
from bot.checks.rule import RuleContext, RuleFinding
from bot.matching.decision import Answer, Decision, NoAnswer, Suggest
from bot.messages.reasons import reason_in_english
from bot.problems import quoted


def own_question(context: RuleContext) -> Iterator[RuleFinding]:
    """Every phrasing of a fact is answered with that fact.

    The question, each alias, each translation and each phrasing that `asks` brings is put to the matcher;
    those that two facts share are left to phrase-taken. Where several facts have the same `about` and
    `asks`, valid at different times, a phrasing that `asks` brings may find any of them. Mend it by
    rewording the phrasing so that it names what only this fact is about.
    """
    base = context.base
    taken = {context.fold(phrase.text) for _, phrase, _, _ in taken_phrases(context)}
    asked: dict[tuple[str | None, str | None], set[str]] = {}
    for fact in base.facts:
        asked.setdefault((fact.about, fact.asks), set()).add(fact.id)
    facts = [fact for fact in base.facts if fact.is_current]
    for number, fact in enumerate(facts, 1):
        shared = asked[fact.about, fact.asks] if fact.about else {fact.id}
        for phrase in base.phrases_of(fact):
            if context.fold(phrase.text) in taken:
                continue
            wanted = {fact.id} if phrase.place.path == fact.place.path else shared
            if context.asks.phrased(phrase.text) in wanted:
                continue
            trouble = _trouble(context.asks.decide(phrase.text), wanted, shared)
            if trouble:
                mend = "name in it what only this fact is about, or leave it to that one"
                yield RuleFinding(place_of_phrase(fact, phrase), f"{quoted(phrase.text)} {trouble}", mend)
        context.progress(number, len(facts))


def _trouble(decision: Decision, wanted: set[str], twins: set[str]) -> str:
    match decision:
        case Answer():
            first = decision.facts[0].fact
            return "" if first in wanted else f"finds '{first}' first"
        case Suggest():
            if len(twins) > 1 and {choice.fact for choice in decision.choices} <= twins:
                return ""  # a choice between facts of the same thing, which differ in when they hold
            found = " and ".join(f"'{choice.fact}'" for choice in decision.choices[:3])
            return f"is not answered, only brings choices: {found}"
        case NoAnswer():
            return f"is not answered: {reason_in_english(decision.reason).rstrip('.')}"
        case _:
            assert_never(decision)

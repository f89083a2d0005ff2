"""Takes withdrawn facts out of a decision, for these are never given as answers."""

from __future__ import annotations

from dataclasses import replace

from bot.factbase.model import FactBase
from bot.matching.decision import Answer, Decision, NoAnswer, Reason, Why
from bot.replies.catalogues import ENGLISH
from bot.replies.localisation import Words


def settle(decision: Decision, base: FactBase, say: Words = ENGLISH) -> Decision:
    """Remove withdrawn facts from an answer; if none is left, return a NoAnswer with the day of withdrawal."""
    if not isinstance(decision, Answer):
        return decision
    led_to = [(candidate, candidate.told(base)) for candidate in decision.facts]
    withdrawn = [(fact.question.text, fact.withdrawn) for _, fact in led_to if fact.withdrawn is not None]
    if not withdrawn:
        return decision
    kept = tuple(candidate for candidate, fact in led_to if fact.withdrawn is None)
    if kept:
        gone = (f"{question} ({say.withdrawn(date)})" for question, date in withdrawn)
        missing = (*decision.missing, *gone)
        return replace(decision, facts=kept, missing=missing)
    reason = Reason(Why.WITHDRAWN, withdrawn=tuple(date for _, date in withdrawn))
    return NoAnswer(decision.question, reason, (), decision.candidates, decision.understood)

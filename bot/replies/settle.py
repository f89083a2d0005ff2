"""A decision → the same without withdrawn facts, which are never given as answers."""

from __future__ import annotations

from dataclasses import replace

from bot.factbase.model import FactBase, PartialDate
from bot.matching.decision import Answer, Decision, NoAnswer
from bot.replies.dates import in_words
from bot.replies.words import NO_LONGER_HELD, WITHDRAWN_IN, WITHDRAWN_ON


def settle(decision: Decision, base: FactBase) -> Decision:
    """Take withdrawn facts out of an answer; where nothing is left, refuse with the day of withdrawal."""
    if not isinstance(decision, Answer):
        return decision
    led_to = [(candidate, base.current(base.by_id[candidate.fact])) for candidate in decision.facts]
    withdrawn = [
        (fact.question.text, _when(fact.withdrawn)) for _, fact in led_to if fact.withdrawn is not None
    ]
    if not withdrawn:
        return decision
    kept = tuple(candidate for candidate, fact in led_to if fact.withdrawn is None)
    if kept:
        missing = (*decision.missing, *(f"{question} ({when})" for question, when in withdrawn))
        return replace(decision, facts=kept, missing=missing)
    reason = NO_LONGER_HELD.format(when="; ".join(when for _, when in withdrawn))
    return NoAnswer(decision.question, reason, (), decision.candidates, decision.understood)


def _when(date: PartialDate) -> str:
    words = WITHDRAWN_ON if date.day else WITHDRAWN_IN
    return words.format(date=in_words(date))

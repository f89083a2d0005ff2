"""Ranked candidates → a decision: answer, suggest, or an honest "not held"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.matching.decision import Answer, Candidate, Decision, NoAnswer, Suggest
from bot.matching.index import Index
from bot.matching.query import Query


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which the bot answers or suggests."""

    answer_at: float = 0.75
    suggest_at: float = 0.3


def decide(
    question: str, query: Query, candidates: Sequence[Candidate], index: Index, thresholds: Thresholds
) -> Decision:
    """Turn ranked candidates into a decision."""
    shown = tuple(candidates[:5])
    if not candidates:
        return NoAnswer(question, "I don't hold anything on that.", (), ())
    best = candidates[0]
    if best.confidence >= thresholds.answer_at and not best.blocks:
        return Answer(question, (best,), shown)
    choices = tuple(c for c in candidates if c.confidence >= thresholds.suggest_at and not c.blocks)[:4]
    if len(choices) >= 2:
        return Suggest(question, choices, "Did you mean one of these?", shown)
    return NoAnswer(question, "I don't hold that.", shown[:3], shown)

"""Keeps a fact from the questions that a curator has written under its `not_for`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rapidfuzz import fuzz

from bot.factbase.model import Fact
from bot.matching.retrieval.index import Index
from bot.matching.retrieval.ranker import RankedFact
from bot.matching.understanding.query import Query

_ALIKE = 90.0  # of 100, from which two questions are the same but for a slip


class BarredQuestions:
    """The questions that each fact must never answer, as their tokens, by the fact's number in the index."""

    def __init__(self, facts: Sequence[Fact], read: Callable[[str], Sequence[str]]) -> None:
        """Read the questions of all facts, of which most have none, into tokens."""
        self._barred = {
            number: tuple(read(phrase.text) for phrase in fact.not_for)
            for number, fact in enumerate(facts)
            if fact.not_for
        }

    def without(self, ranked: Sequence[RankedFact], query: Query, index: Index) -> Sequence[RankedFact]:
        """Leave out the facts that must not answer a question."""
        if not self._barred:
            return ranked
        return [entry for entry in ranked if not self.bars(query, entry.fact, index)]

    def bars(self, query: Query, fact: int, index: Index) -> bool:
        """Return whether a fact must not answer a question: one under its `not_for`, also with a slip of the keyboard.

        A question that is nearer to a phrasing of the fact is none of these.
        """
        if fact not in self._barred:
            return False
        asked = query.tokens
        barred = max((_alike(asked, tokens) for tokens in self._barred[fact]), default=0.0)
        if barred < _ALIKE:
            return False
        return barred > max(_alike(asked, indexed.query.tokens) for indexed in index.by_fact[fact])


def _alike(asked: Sequence[str], held: Sequence[str]) -> float:
    """Return how alike two questions are in their letters, from 0 to 100; those with other numbers are not."""
    if [token for token in asked if _counts(token)] != [token for token in held if _counts(token)]:
        return 0.0
    return float(fuzz.ratio(" ".join(asked), " ".join(held)))


def _counts(token: str) -> bool:
    return any(char.isdigit() for char in token)

"""Weighs how telling each word is, by its rarity in general text and in the base."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from bot.matching.text.stemmer import stem
from bot.matching.text.word_frequency import prior_weight
from bot.matching.understanding.query import Query

_PRIOR_POWER = 1.2
_RARITY_POWER = 0.6
_LEAST = 0.02


class TermWeights:
    """Weights from 0.02 to 1; a word that the base lacks weighs what general text says of it."""

    def __init__(self, phrases: Iterable[tuple[int, Query]], facts: int) -> None:
        """Take pairs of a fact's number and one of its phrasings, and how many facts there are."""
        facts_with: dict[str, set[int]] = defaultdict(set)  # token → facts
        for fact, query in phrases:
            for token in query.tokens:
                facts_with[token].add(fact)
        prior: dict[str, float] = {}
        holders: dict[str, set[int]] = defaultdict(set)  # term → facts
        for token, holding in facts_with.items():
            term = stem(token)
            prior[term] = min(_general(token), prior.get(term, 1.0))
            holders[term] |= holding
        most = math.log(facts + 2)
        self._weights: dict[str, float] = {
            term: max(
                _LEAST,
                prior[term] * (math.log((facts + 1) / (len(holding) + 0.5) + 1) / most) ** _RARITY_POWER,
            )
            for term, holding in holders.items()
        }

    def of_term(self, term: str) -> float:
        """Return the weight of a term of the base."""
        return self._weights[term]

    def of(self, token: str) -> float:
        """Return the weight of any token."""
        known = self._weights.get(stem(token))
        return known if known is not None else _general(token)


def _general(token: str) -> float:
    return math.pow(prior_weight(token), _PRIOR_POWER) if token.isalpha() else 1.0

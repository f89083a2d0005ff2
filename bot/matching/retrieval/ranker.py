"""Compares a question with the nearest phrasings and ranks their facts; also turns a rank into a probability."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from typing import Protocol

from bot.matching.retrieval.alignment import FactCoverage, PreparedQuery
from bot.matching.retrieval.features import LETTERS, NOT_ALIKE, PAIR_NAMES, Alike, compare, letter_features
from bot.matching.retrieval.index import Index, IndexedPhrase
from bot.matching.retrieval.model import CLOSE, Weights, top_features

_SEVERAL = 3  # phrasings of a fact whose meaning counts beside that of the nearest
_ROUNDING = 1e-6
_MEANING = PAIR_NAMES.index("meaning")
_BOTH_COVERED = PAIR_NAMES.index("both_covered")


class Meaning(Protocol):
    """Says how alike a question and the base's phrasings are in meaning (cosine, −1 to 1)."""

    def nearest(self, question: str) -> Sequence[int]:
        """Return the numbers of the nearest phrasings, best first."""

    def similarity(self, question: str, phrases: Sequence[int]) -> Sequence[float]:
        """Return the similarity of the question to each phrasing."""


@dataclass(frozen=True, slots=True)
class RankedFact:
    """A fact with its best phrasing, that phrasing's features and its ranking score."""

    fact: int
    indexed: IndexedPhrase
    features: list[float]
    matched: frozenset[int]  # positions of the question's tokens that the phrasing has
    score: float
    support: float  # how well another phrasing of the fact fits


class Ranker:
    """Ranks the facts of an index by fitted weights, and by meaning where there is a sentence model."""

    def __init__(self, index: Index, weights: Weights, meaning: Meaning | None = None) -> None:
        self._index = index
        self._weights = weights
        self._meaning = meaning
        # What the letters add to a score at most: where that is too little, they need not be compared.
        self._most_of_letters = sum(max(weight, 0.0) for weight in weights.rank[LETTERS]) + _ROUNDING

    def rank(self, question: str, prepared: PreparedQuery) -> list[RankedFact]:
        """Return the facts of the nearest phrasings, best score first, ties by their number."""
        nearest = self._index.nearest(prepared.weighted_matches)
        meanings: Mapping[int, Alike] = {}
        if self._meaning:
            known = {indexed.number for indexed in nearest}
            near = [number for number in self._meaning.nearest(question) if number not in known]
            nearest = nearest + [self._index.phrases[number] for number in near]
            meanings = self._meanings(question, nearest, self._meaning)
        best: dict[int, RankedFact] = {}
        coverages: dict[int, FactCoverage] = {}
        for indexed in nearest:
            alike = meanings.get(indexed.number, NOT_ALIKE)
            held = best.get(indexed.fact)
            features, matched = compare(prepared, indexed, self._index, alike, coverages, with_letters=held is None)
            score = self._weights.score(features)
            if held is not None and score + self._most_of_letters > held.score:
                features[LETTERS] = letter_features(prepared, indexed, self._index)
                score = self._weights.score(features)
            if held is None or score > held.score:
                support = held.features[_BOTH_COVERED] if held else 0.0
                best[indexed.fact] = RankedFact(indexed.fact, indexed, features, matched, score, support)
            elif features[_BOTH_COVERED] > held.support:
                best[indexed.fact] = replace(held, support=features[_BOTH_COVERED])
        return sorted(best.values(), key=lambda ranked: (-ranked.score, ranked.fact))

    def _meanings(self, question: str, nearest: Sequence[IndexedPhrase], meaning: Meaning) -> dict[int, Alike]:
        """Compare the question in meaning with phrasings, by their numbers, and with all phrasings of their facts."""
        facts = list(dict.fromkeys(indexed.fact for indexed in nearest))
        numbers = [[indexed.number for indexed in self._index.by_fact[fact]] for fact in facts]
        values = meaning.similarity(question, [number for of_fact in numbers for number in of_fact])
        by_number = dict(zip((number for of_fact in numbers for number in of_fact), values, strict=True))
        best = {
            fact: nlargest(_SEVERAL, (by_number[number] for number in of_fact))
            for fact, of_fact in zip(facts, numbers, strict=True)
        }
        return {
            indexed.number: Alike(
                by_number[indexed.number], best[indexed.fact][0], sum(best[indexed.fact]) / len(best[indexed.fact])
            )
            for indexed in nearest
        }

    def probability(self, prepared: PreparedQuery, ranked: RankedFact, field: Field) -> float:
        """Return the probability that a fact is right beside its rivals in a field."""
        return self._weights.probability(ranked.features + rival_features(prepared, ranked, field))


@dataclass(frozen=True, slots=True)
class Field:
    """Facts that compete for a question, summed up once for all of them, and what any of them matches of it."""

    scores: tuple[float, ...]  # ascending
    odds: float  # the sum of the exponentials of the scores, each less the highest
    meanings: tuple[float, ...]  # descending
    matched: frozenset[int]

    @classmethod
    def of(cls, entries: Sequence[RankedFact]) -> Field:
        """Let ranked facts compete, each once."""
        scores = sorted([entry.score for entry in entries])
        odds = sum([math.exp(score - scores[-1]) for score in scores])
        meanings = sorted([entry.features[_MEANING] for entry in entries], reverse=True)
        return cls(tuple(scores), odds, tuple(meanings), frozenset().union(*[entry.matched for entry in entries]))


def rival_features(prepared: PreparedQuery, ranked: RankedFact, field: Field) -> list[float]:
    """Return the features that compare a fact with the others in its field, in the order of TOP_NAMES."""
    score, scores = ranked.score, field.scores
    meaning, meanings = ranked.features[_MEANING], field.meanings
    elsewhere = field.matched - ranked.matched
    won_elsewhere = max([prepared.weights[position] for position in elsewhere]) if elsewhere else 0.0
    others = len(scores) - 1
    best = (scores[-1] if scores[-1] != score else scores[-2]) if others else None
    nearest = (meanings[0] if meanings[0] != meaning else meanings[1]) if others else 0.0
    return top_features(
        score,
        score - best if best is not None else None,
        support=ranked.support,
        crowd=len(scores) - bisect_right(scores, score - CLOSE) - 1,  # itself is not among the others
        won_elsewhere=won_elsewhere,
        meaning_lead=meaning - nearest,
        share=math.exp(score - scores[-1]) / field.odds,
    )

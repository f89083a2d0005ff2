"""A question → the facts that may answer it, ranked, each with a confidence and what blocks it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from typing import Protocol

from bot.factbase.model import FactBase
from bot.matching.decision import Candidate, Decision, Violation
from bot.matching.dialogue.ellipsis import EllipsisDetector, MissingPart
from bot.matching.retrieval.alignment import PreparedQuery, prepare
from bot.matching.retrieval.features import NOT_ALIKE, PAIR_NAMES, Alike, compare
from bot.matching.retrieval.index import Index, IndexedPhrase
from bot.matching.retrieval.model import Weights, shipped_weights, top_features
from bot.matching.understanding.query import Query
from bot.matching.verification.argument_roles import changed_places, roles
from bot.matching.verification.constraints import asked_constraints, violations
from bot.matching.verification.decision_policy import Thresholds, decide

_BLOCKED_SHARE = 0.3  # what is left of the confidence of a fact that hard tokens block
_KEPT = 8
_BEHIND = 1.5  # so much of its score a blocked fact loses, which cannot answer but may be what was meant
_SEVERAL = 3  # phrasings of a fact whose meaning counts beside that of the nearest
_MEANING = PAIR_NAMES.index("meaning")
_BOTH_COVERED = PAIR_NAMES.index("both_covered")


class Meaning(Protocol):
    """Says how alike a question and the base's phrasings are in meaning (cosine, −1 to 1)."""

    def nearest(self, question: str) -> Sequence[int]:
        """Give the numbers of the nearest phrasings, best first."""

    def similarity(self, question: str, phrases: Sequence[int]) -> Sequence[float]:
        """Give the similarity of the question to each phrasing."""


@dataclass(frozen=True, slots=True)
class RankedFact:
    """A fact with its best phrasing, that phrasing's features and its ranking score."""

    fact: int
    indexed: IndexedPhrase
    features: list[float]
    matched: frozenset[int]  # positions of the question's tokens that the phrasing has
    score: float
    support: float


class Matcher:
    """Answers questions from one base. Building it takes the time, asking is quick; it never changes."""

    def __init__(
        self,
        base: FactBase,
        *,
        thresholds: Thresholds | None = None,
        weights: Weights | None = None,
        meaning: Callable[[Sequence[str]], Meaning] | None = None,
    ) -> None:
        """`meaning` is given all phrasings as text, in the order of their numbers, and returns what compares them."""
        self.base = base
        self.index = Index(base)
        self._lacking = EllipsisDetector(base, self.index)
        self.thresholds = thresholds or Thresholds()
        self._meaning = meaning([indexed.phrase.text for indexed in self.index.phrases]) if meaning else None
        self._weights = weights or shipped_weights(semantic=meaning is not None)

    def fold(self, text: str) -> str:
        """Give the normalised form of a text: equal for two texts that ask the same in the same words."""
        return " ".join(self.index.read(text, corrections=False).tokens)

    def lack(self, question: str) -> MissingPart | None:
        """Say what a question leaves to the one before it; None where it is whole."""
        return self._lacking.of(question)

    def rank(self, question: str) -> tuple[Candidate, ...]:
        """Give the best facts before thresholds, best first, at most eight; ties by id."""
        return self._ranked(question, self.index.read(question))[:_KEPT]

    def decide(self, question: str) -> Decision:
        """Answer a question, suggest what it may mean, or say that the base does not hold it."""
        query = self.index.read(question)
        return decide(question, query, self._ranked(question, query), self.index, self.thresholds)

    def _ranked(self, question: str, query: Query) -> tuple[Candidate, ...]:
        if not query.tokens:
            return ()
        asked = prepare(query, self.index)
        return self._candidates(asked, self.scored(question, asked))

    def scored(self, question: str, asked: PreparedQuery) -> list[RankedFact]:
        """Compare the question with the nearest phrasings; one entry a fact, best score first."""
        nearest = self.index.nearest(asked.weighted_senses)
        meanings: dict[int, Alike] = {}
        if self._meaning:
            known = {indexed.number for indexed in nearest}
            near = [number for number in self._meaning.nearest(question) if number not in known]
            nearest = nearest + [self.index.phrases[number] for number in near]
            meanings = self._meanings(question, nearest, self._meaning)
        best: dict[int, RankedFact] = {}
        for indexed in nearest:
            features, matched = compare(asked, indexed, self.index, meanings.get(indexed.number, NOT_ALIKE))
            score = self._weights.score(features)
            held = best.get(indexed.fact)
            if held is None or score > held.score:
                support = held.features[_BOTH_COVERED] if held else 0.0
                best[indexed.fact] = RankedFact(indexed.fact, indexed, features, matched, score, support)
            elif features[_BOTH_COVERED] > held.support:
                best[indexed.fact] = replace(held, support=features[_BOTH_COVERED])
        return sorted(best.values(), key=lambda scored: (-scored.score, scored.fact))

    def _meanings(self, question: str, nearest: Sequence[IndexedPhrase], meaning: Meaning) -> dict[int, Alike]:
        """Compare the question in meaning with phrasings, by their numbers, and with all of their facts."""
        facts = list(dict.fromkeys(indexed.fact for indexed in nearest))
        numbers = [[indexed.number for indexed in self.index.by_fact[fact]] for fact in facts]
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

    def blocks(self, query: Query, hard: Sequence[str], fact: int) -> tuple[Violation, ...]:
        """Say what keeps a fact from answering the question: hard tokens, or names that changed places."""
        found = violations(query, hard, self.index.hard[fact])
        held = self.index.roles[fact]
        swap = changed_places(roles(query, self.index.role_names[fact]), held) if held else None
        return (*found, Violation("roles", *swap)) if swap else found

    def _candidates(self, asked: PreparedQuery, scored: Sequence[RankedFact]) -> tuple[Candidate, ...]:
        hard = asked_constraints(asked.query)
        with_blocks = [(entry, self.blocks(asked.query, hard, entry.fact)) for entry in scored]
        with_blocks.sort(key=lambda pair: -place(pair[0].score, is_blocked=bool(pair[1])))  # stable: ties by id
        kept, surest, found = Counter[bool](), 1.0, []
        for entry, why in with_blocks:
            kept[bool(why)] += 1
            if kept[bool(why)] > _KEPT:
                continue
            # a blocked fact is no rival of one that may answer, so that a sibling's year takes nothing away
            rivals = [e for e, b in with_blocks if e is not entry and (why or not b)]
            confidence = self._weights.probability(entry.features + compared(asked, entry, rivals))
            if why:
                confidence = min(confidence * _BLOCKED_SHARE, self.thresholds.suggest_at)
            else:
                confidence = surest = min(confidence, surest)  # behind another no fact is surer than that
            best = entry.indexed
            found.append(Candidate(self.index.facts[entry.fact].id, confidence, best.phrase.text, best.number, why))
        return tuple(found)


def place(score: float, *, is_blocked: bool) -> float:
    """Say by what a fact's place among the candidates is decided: a blocked one stands further behind."""
    return score - _BEHIND if is_blocked else score


def compared(asked: PreparedQuery, entry: RankedFact, rivals: Sequence[RankedFact]) -> list[float]:
    """Give the features that compare a fact with its rivals, in the order of TOP_NAMES."""
    elsewhere = frozenset().union(*(rival.matched for rival in rivals)) - entry.matched
    won_elsewhere = max((asked.weights[position] for position in elsewhere), default=0.0)
    meaning_lead = entry.features[_MEANING] - max((rival.features[_MEANING] for rival in rivals), default=0.0)
    scores = [rival.score for rival in rivals]
    return top_features(entry.score, scores, entry.support, won_elsewhere, meaning_lead)

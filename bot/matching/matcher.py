"""Answers questions from one base: reads a question, ranks facts, checks them, and decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy

from bot.factbase.model import FactBase
from bot.matching.decision import Candidate, Decision, Violation
from bot.matching.retrieval.alignment import PreparedQuery, prepare
from bot.matching.retrieval.index import Index
from bot.matching.retrieval.model import Weights, shipped_weights
from bot.matching.retrieval.ranker import Field, Meaning, RankedFact, Ranker
from bot.matching.understanding.base_texts import BaseTexts
from bot.matching.understanding.entity_linker import EntityLinker
from bot.matching.understanding.query import Query
from bot.matching.understanding.reader import QuestionReader
from bot.matching.verification.barred import BarredQuestions
from bot.matching.verification.constraints import constraints_of, violations
from bot.matching.verification.decision_policy import Thresholds, decide
from bot.matching.verification.fact_profile import FactProfiles
from bot.matching.verification.judgement import Judge, Verifier, shipped_acceptance

_KEPT_CONFIDENCE = 0.3  # share of its confidence that a fact with violations keeps
_MOST_CANDIDATES = 8  # with violations, and as many without
_VIOLATION_COST = 1.5  # what a violation takes from the score by which candidates are ordered


class Matcher:
    """Answers questions from one base. Building it takes the time, asking is quick; what it answers never changes."""

    def __init__(
        self,
        base: FactBase,
        *,
        thresholds: Thresholds | None = None,
        weights: Weights | None = None,
        meaning: Callable[[Sequence[str]], Meaning] | None = None,
        readings: Mapping[str, Query] | None = None,
        judge: Judge | None = None,
    ) -> None:
        """Build the index; `meaning` takes the text of all phrasings, by number, and returns what compares them.

        `judge` says whether a question asks the same as a phrasing; without one, spelling alone decides.

        `readings` are those of an index with the same names and synonyms, so that only other phrasings are read.
        """
        self.base = base
        self.thresholds = thresholds or Thresholds()
        self.reader = QuestionReader(base)
        self.texts = BaseTexts(base, self.reader)
        self.index = Index(base, self.reader, readings or {})
        self.profiles = FactProfiles(base, self.index, self.reader.linker)
        self.barred = BarredQuestions(self.index.facts, lambda text: self.reader.read(text, corrections=False).tokens)
        by_meaning = meaning([indexed.phrase.text for indexed in self.index.phrases]) if meaning else None
        self.ranker = Ranker(self.index, weights or shipped_weights(semantic=meaning is not None), by_meaning)
        linker = self.reader.linker
        self.verifier = Verifier(judge, self.index, self.profiles, linker, shipped_acceptance()) if judge else None
        self._queries: dict[str, Query] | None = None  # of one message
        self._decisions: dict[str, Decision] = {}

    @property
    def linker(self) -> EntityLinker:
        """The linker of the base's names."""
        return self.reader.linker

    def for_message(self) -> Matcher:
        """Return this matcher as one that reads and decides each text once; it is for the time of one message."""
        if self._queries is not None:
            return self
        view = copy(self)
        view._queries, view._decisions = {}, {}
        return view

    def read(self, question: str) -> Query:
        """Read a question, its corrections applied."""
        if self._queries is None:
            return self.reader.read(question)
        if question not in self._queries:
            self._queries[question] = self.reader.read(question)
        return self._queries[question]

    def fold(self, text: str) -> str:
        """Return the normalised form of a text: equal for two texts that ask the same in the same words."""
        return " ".join(self.reader.read(text, corrections=False).tokens)

    def rank(self, question: str) -> tuple[Candidate, ...]:
        """Return the best facts before thresholds, best first, at most eight; ties by id."""
        return self._candidates(question, self.read(question))[:_MOST_CANDIDATES]

    def decide(self, question: str) -> Decision:
        """Answer a question, suggest what it may mean, or say that the base has no answer."""
        decision = self._decisions.get(question)
        if decision is None:
            query = self.read(question)
            candidates = self._candidates(question, query)
            decision = decide(question, query, candidates, self.index, self.profiles, self.thresholds, self.verifier)
            if self._queries is not None:
                self._decisions[question] = decision
        return decision

    def phrased(self, question: str) -> str | None:
        """Return the id of the fact that `decide` is sure to answer with, as the question is a phrasing of it alone.

        None says nothing: the question may still be answered. It costs a fraction of a decision.
        """
        query = self.read(question)
        number = self.index.fact_phrased(query.tokens)
        if number is None or self.index.facts[number].withdrawn:
            return None
        return None if self.violations(query, constraints_of(query), number) else self.index.facts[number].id

    def _candidates(self, question: str, query: Query) -> tuple[Candidate, ...]:
        if not query.tokens:
            return ()
        prepared = prepare(query, self.index)
        return self._verified(prepared, self.ranker.rank(question, prepared))

    def violations(self, query: Query, constraints: Sequence[str], fact: int) -> tuple[Violation, ...]:
        """Return what keeps a fact, by its number in the index, from answering a question with these constraints."""
        return violations(query, constraints, self.profiles.of(fact))

    def _verified(self, prepared: PreparedQuery, ranked: Sequence[RankedFact]) -> tuple[Candidate, ...]:
        """Turn ranked facts into candidates, those with violations further behind.

        A fact that must never answer the question is none, so that it is not offered either.
        """
        ranked = self.barred.without(ranked, prepared.query, self.index)
        constraints = constraints_of(prepared.query)
        checked = [(entry, self.violations(prepared.query, constraints, entry.fact)) for entry in ranked]
        everyone = free = Field.of(ranked)
        if any(broken for _, broken in checked):
            checked.sort(
                key=lambda pair: -ordering_score(pair[0].score, has_violations=bool(pair[1]))
            )  # stable: ties by id
            free = Field.of([entry for entry, broken in checked if not broken])
        kept, surest, candidates = [0, 0], 1.0, []
        for entry, broken in checked:
            group = 1 if broken else 0
            kept[group] += 1
            if kept[group] > _MOST_CANDIDATES:
                continue
            # a fact with violations is no rival of one that may answer: a sibling's year takes nothing away
            confidence = self.ranker.probability(prepared, entry, everyone if broken else free)
            if broken:
                confidence = min(confidence * _KEPT_CONFIDENCE, self.thresholds.suggest_at)
            else:
                confidence = surest = min(confidence, surest)  # never surer than a candidate before it
            best = entry.indexed
            fact = self.index.facts[entry.fact].id
            candidates.append(Candidate(fact, confidence, best.phrase.text, best.number, broken))
        return tuple(candidates)


def ordering_score(score: float, *, has_violations: bool) -> float:
    """Return the score by which candidates are ordered."""
    return score - _VIOLATION_COST if has_violations else score

"""Decides with a judge of meaning whether the question asks just what a fact answers, and how surely.

The judge reads the question beside the nearest phrasings of the likeliest facts. What it says is weighed with the
ranking and with the conditions of an answer by a logistic model, which gives the probability that the fact is right.
The weights are in acceptance.json; `bench/fit_acceptance.py` fits them on bases that the judge has never seen.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final, Protocol

from rapidfuzz import fuzz

from bot.matching.decision import Candidate
from bot.matching.retrieval.index import Index, IndexedPhrase
from bot.matching.text.lexicon import LIGHT_WORDS
from bot.matching.understanding.entity_linker import EntityLinker
from bot.matching.understanding.query import Query
from bot.matching.verification.conditions import CONDITIONS, Pair, unmet
from bot.matching.verification.fact_profile import FactProfiles

MOST_JUDGED: Final = 3  # facts
_MOST_PHRASINGS = 3  # of each
_WIDEST = 4.0  # a lead beyond this tells nothing more
_NO_RIVAL = -6.0
_SMALLEST = 1e-4

FEATURES: Final = (
    "agreement",
    "agreement_below_zero",
    "agreement_above_zero",
    "mean_agreement",
    "agreement_lead",
    "confidence",
    "confidence_lead",
    "is_first",
    "is_named",
    "has_several_phrasings",
    *CONDITIONS,
    "meets_all_conditions",
    "share_of_words_added",
    "share_of_words_left_out",
    "agreement_as_probability",
    "agreement_times_words_added",
    "agreement_times_words_left_out",
    "no_word_added",
    "one_word_added",
    "no_word_left_out",
    "one_word_left_out",
)


class Judge(Protocol):
    """Says how surely two questions ask for the same thing."""

    def agreement(self, pairs: Sequence[tuple[str, str]]) -> Sequence[float]:
        """Return log-odds for each pair of questions: above 0, they likelier ask the same than not."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The fact that the judge finds likeliest, the probability that it is right, and the conditions it fails."""

    candidate: Candidate
    probability: float
    unmet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The weights of FEATURES, and from which probability on the share of wrong answers stays within a budget."""

    weights: tuple[float, ...]
    bias: float
    budgets: tuple[tuple[float, float], ...]  # share of wrong answers and least probability, by rising share

    def probability(self, features: Sequence[float]) -> float:
        """Return the probability that a fact with these features is right."""
        logit = self.bias + sum(weight * value for weight, value in zip(self.weights, features, strict=True))
        return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, logit))))

    def least(self, max_wrong: float) -> float:
        """Return the probability from which facts are answered within a budget of wrong answers (0 to 1)."""
        within = [least for share, least in self.budgets if share <= max_wrong]
        return within[-1] if within else 1.0


@lru_cache(maxsize=1)
def shipped_acceptance() -> Acceptance:
    """Return the weights that were fitted for the shipped judge."""
    document: Mapping[str, Mapping[str, float]] = json.loads(
        files("bot.matching").joinpath("acceptance.json").read_text("utf-8")
    )
    weights = document["weights"]
    budgets = sorted((float(share), float(least)) for share, least in document["budgets"].items())
    return Acceptance(tuple(weights.get(name, 0.0) for name in FEATURES), weights["bias"], tuple(budgets))


@dataclass(frozen=True, slots=True)
class Verifier:
    """Puts the likeliest facts of one base to a judge."""

    judge: Judge
    index: Index
    profiles: FactProfiles
    linker: EntityLinker
    acceptance: Acceptance

    def verdict(self, query: Query, free: Sequence[Candidate]) -> Verdict | None:
        """Judge the first candidates without violations; None where there is nothing that the judge can read."""
        found = self.weighed(query, free)
        if found is None:
            return None
        candidate, features, broken = found
        return Verdict(candidate, self.acceptance.probability(features), broken)

    def is_named(self, candidate: Candidate) -> bool:
        """Return whether the fact of a candidate is about something with a name."""
        return self.profiles.of(self.index.phrases[candidate.number].fact).is_named

    def weighed(self, query: Query, free: Sequence[Candidate]) -> tuple[Candidate, list[float], tuple[str, ...]] | None:
        """Return the candidate that agrees best, the values of FEATURES for it, and the conditions it fails."""
        judged = [self._judged(query, candidate) for candidate in free[:MOST_JUDGED]]
        pairs = [pair for one in judged for pair in one.pairs]
        if not pairs:
            return None
        values = iter(self.judge.agreement(pairs))
        rated = [(one, [next(values) for _ in one.pairs]) for one in judged]
        rated = sorted(((one, found) for one, found in rated if found), key=lambda pair: -max(pair[1]))
        (best, found), others = rated[0], rated[1:]
        broken = self._unmet(query, best.candidate)
        features = self._features(best, found, [max(values) for _, values in others], free, broken)
        return best.candidate, features, broken

    def _judged(self, query: Query, candidate: Candidate) -> _Judged:
        nearest = self.index.phrases[candidate.number]
        asked = self.text(query)
        phrasings = [nearest, *_nearest_others(asked, nearest, self.index.by_fact[nearest.fact])]
        # the model has read English only
        held = (text for one in phrasings if asked.isascii() and (text := self.text(one.query)).isascii())
        return _Judged(candidate, tuple((asked, text) for text in held))

    def text(self, query: Query) -> str:
        """Return a question as the judge reads it: in small letters, with names as they are usually written."""
        display = self.linker.display
        return " ".join(display.get(token, token[1:]) if token[0] == "=" else token for token in query.tokens).lower()

    def _unmet(self, query: Query, candidate: Candidate) -> tuple[str, ...]:
        indexed = self.index.phrases[candidate.number]
        return tuple(unmet(Pair(query, indexed, self.index, self.profiles.of(indexed.fact))))

    def _features(
        self,
        best: _Judged,
        found: Sequence[float],
        others: Sequence[float],
        free: Sequence[Candidate],
        broken: Sequence[str],
    ) -> list[float]:
        """Return the values of FEATURES for the fact that agrees best."""
        candidate, agreement = best.candidate, max(found)
        rivals = [_log_odds(one.confidence) for one in free[:MOST_JUDGED] if one is not candidate]
        confidence = _log_odds(candidate.confidence)
        indexed = self.index.phrases[candidate.number]
        return [
            agreement,
            min(agreement, 0.0),
            max(agreement, 0.0),
            sum(found) / len(found),
            min(_WIDEST, agreement - max(others, default=_NO_RIVAL)),
            confidence,
            min(_WIDEST, confidence - max(rivals, default=_NO_RIVAL)),
            float(candidate is free[0]),
            float(self.profiles.of(indexed.fact).is_named),
            float(len(best.pairs) > 1),
            *(float(name in broken) for name in CONDITIONS),
            float(not broken),
            *_differences(best.pairs[list(found).index(agreement)], agreement),
        ]


@dataclass(frozen=True, slots=True)
class _Judged:
    """A candidate and the pairs of question and phrasing that the judge reads, the nearest phrasing first."""

    candidate: Candidate
    pairs: tuple[tuple[str, str], ...]


def _nearest_others(asked: str, nearest: IndexedPhrase, phrasings: Iterable[IndexedPhrase]) -> list[IndexedPhrase]:
    """Return the phrasings of a fact that share most with a question, beside the nearest one; ties in their order."""
    others = [one for one in phrasings if one is not nearest]
    alike = {
        one.number: fuzz.token_sort_ratio(asked, one.text) + fuzz.token_set_ratio(asked, one.text) for one in others
    }
    return sorted(others, key=lambda one: -alike[one.number])[: _MOST_PHRASINGS - 1]


def _differences(pair: tuple[str, str], agreement: float) -> list[float]:
    """Return how many words each of two questions has to itself, also weighed with how surely they agree."""
    asked, held = (set(text.split()) - LIGHT_WORDS for text in pair)
    added, left_out = len(asked - held), len(held - asked)
    share_added, share_left_out = added / max(1, len(asked)), left_out / max(1, len(held))
    surely = 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, agreement))))
    one_or_none = [float(count == few) for count in (added, left_out) for few in (0, 1)]
    return [share_added, share_left_out, surely, surely * share_added, surely * share_left_out, *one_or_none]


def _log_odds(probability: float) -> float:
    return math.log(max(probability, _SMALLEST) / max(1.0 - probability, _SMALLEST))

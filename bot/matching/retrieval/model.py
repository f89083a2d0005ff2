"""Turns features into a ranking score and a confidence, by two plain logistic models.

The ranking model orders facts by a weighted sum. The confidence model takes the same features, that sum and its lead
over the best other fact, and gives the probability that the fact is right. The weights are in model.json; bench/fit.py
fits them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from operator import mul
from typing import Final

from bot.matching.retrieval.features import PAIR_NAMES

TOP_FEATURES = {
    "score": "the ranking score",
    "lead": "how far it is ahead of the best other fact",
    "support": "how well another phrasing of the same fact fits",
    "crowd": "how many other facts are close behind or ahead, logarithm",
    "won_elsewhere": "the heaviest word of the question that this fact lacks and another candidate has",
    "meaning_lead": "how far it is ahead of the best other fact in meaning",
    "share": "the fact's share among all candidates, each weighed by its score's exponential",
}
TOP_NAMES = tuple(TOP_FEATURES)
CONFIDENCE_NAMES = (*PAIR_NAMES, *TOP_NAMES)
_WIDEST_LEAD = 6.0
CLOSE: Final = 1.5  # scores nearer than this are a crowd


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of both models, in the order of PAIR_NAMES and CONFIDENCE_NAMES."""

    rank: tuple[float, ...]
    confidence: tuple[float, ...]
    bias: float

    def score(self, features: Sequence[float]) -> float:
        """Return the ranking score of features in the order of PAIR_NAMES."""
        score: float = sum(map(mul, self.rank, features))
        return score

    def probability(self, features: Sequence[float]) -> float:
        """Return the confidence for features in the order of CONFIDENCE_NAMES."""
        logit: float = self.bias + sum(map(mul, self.confidence, features))
        return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, logit))))


def top_features(
    score: float,
    lead: float | None,
    *,
    support: float,
    crowd: int,
    won_elsewhere: float,
    meaning_lead: float,
    share: float,
) -> list[float]:
    """Return the features that compare a fact with the others, in the order of TOP_NAMES; no lead where it is alone."""
    return [
        score / 10,
        1.0 if lead is None else max(-1.0, min(1.0, lead / _WIDEST_LEAD)),
        support,
        math.log1p(crowd) / 3,
        won_elsewhere,
        meaning_lead,
        share,
    ]


def weights_from(document: Mapping[str, Mapping[str, float]]) -> Weights:
    """Read weights by name; a feature without one weighs nothing."""
    rank, confidence = document["rank"], document["confidence"]
    return Weights(
        tuple(float(rank.get(name, 0.0)) for name in PAIR_NAMES),
        tuple(float(confidence.get(name, 0.0)) for name in CONFIDENCE_NAMES),
        float(confidence["bias"]),
    )


@lru_cache(maxsize=2)
def shipped_weights(*, semantic: bool) -> Weights:
    """Return the weights fitted on the public question sets, with or without the sentence model."""
    document = json.loads(files("bot.matching").joinpath("model.json").read_text("utf-8"))
    return weights_from(document["semantic" if semantic else "lexical"])

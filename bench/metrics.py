"""Turns what a system did with each question of a set into the figures of the benchmark."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, quantiles

NOTHING = ""  # the label of a question that nothing answers, and of a system that gives no answer


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question wanted, and what came first with what confidence; `first` is None if nothing came."""

    expect: str | None
    first: str | None
    confidence: float

    @property
    def is_right(self) -> bool:
        """Whether the first candidate is the answer; never so where nothing in the base is."""
        return self.expect is not None and self.first == self.expect


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a system said at its thresholds: the facts it answered with, or those it suggested."""

    expect: str | None
    answered: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shipped:
    """What became of the questions at the shipped thresholds."""

    right: float  # of the answerable, like the next two
    wrong: float  # answered, but not rightly
    suggested: float  # with the right one among the choices
    out_of_scope_answered: float  # of the out-of-scope ones
    precision: float  # of all answers given, how many are right; NaN where none was


@dataclass(frozen=True, slots=True)
class Mcc:
    """The Matthews correlation at the threshold where it is best, and what HINT3 reports with it."""

    threshold: float
    mcc: float
    in_scope_accuracy: float
    out_of_scope_recall: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of like confidence: how sure the system was of them, and how many were right."""

    confidence: float
    accuracy: float
    count: int


def shipped(verdicts: Sequence[Verdict]) -> Shipped:
    """Count what was said; an answer is right when the expected fact is among its facts."""
    inside = [v for v in verdicts if v.expect is not None]
    outside = [v for v in verdicts if v.expect is None]
    right = sum(v.expect in v.answered for v in inside)
    answered = sum(bool(v.answered) for v in inside)
    beyond = sum(bool(v.answered) for v in outside)
    suggested = sum(v.expect in v.suggested for v in inside if not v.answered)
    return Shipped(
        right=_share(right, len(inside)),
        wrong=_share(answered - right, len(inside)),
        suggested=_share(suggested, len(inside)),
        out_of_scope_answered=_share(beyond, len(outside)),
        precision=_share(right, answered + beyond),
    )


def top_1(outcomes: Sequence[Outcome]) -> float:
    """Share of the answerable questions whose first candidate is right."""
    return _share(sum(o.is_right for o in outcomes), sum(o.expect is not None for o in outcomes))


def recall_at_precision(outcomes: Sequence[Outcome], precision: float) -> float:
    """Share of the answerable questions answered rightly within the longest prefix that keeps the precision.

    The prefix is of all questions, sorted by the confidence of their first candidate; equal ones stay in the
    order of the set.
    """
    best = right = 0
    for taken, outcome in enumerate(_ranked(outcomes), 1):
        right += outcome.is_right
        if right >= precision * taken - 1e-9:
            best = right
    return _share(best, sum(o.expect is not None for o in outcomes))


def out_of_scope_auroc(outcomes: Sequence[Outcome]) -> float:
    """Chance that an answerable question gets more confidence than an out-of-scope one; a tie counts half."""
    inside = [o.confidence for o in outcomes if o.expect is not None]
    outside = [o.confidence for o in outcomes if o.expect is None]
    if not inside or not outside:
        return math.nan
    ranks = _mean_ranks([*inside, *outside])
    won = sum(ranks[: len(inside)]) - len(inside) * (len(inside) + 1) / 2
    return won / (len(inside) * len(outside))


def best_mcc(outcomes: Sequence[Outcome]) -> Mcc:
    """Find the threshold with the best multi-class Matthews correlation.

    As HINT3 counts it: the classes are the facts and "out of scope", for which a first candidate below the
    threshold stands too.
    """
    best = Mcc(math.inf, -1.0, 0.0, 0.0)
    truth = [o.expect if o.expect is not None else NOTHING for o in outcomes]
    for threshold in [*sorted({o.confidence for o in outcomes}), math.inf]:
        given = [o.first if o.first is not None and o.confidence >= threshold else NOTHING for o in outcomes]
        mcc = matthews(truth, given)
        if mcc > best.mcc:
            inside = [t == g for t, g in zip(truth, given, strict=True) if t != NOTHING]
            outside = [t == g for t, g in zip(truth, given, strict=True) if t == NOTHING]
            best = Mcc(threshold, mcc, _share(sum(inside), len(inside)), _share(sum(outside), len(outside)))
    return best


def matthews(truth: Sequence[str], given: Sequence[str]) -> float:
    """Give the Matthews correlation of two labellings with any number of classes; 0 where one has but one.

    Gorodkin, "Comparing two K-category assignments by a K-category correlation coefficient", 2004.
    """
    total = len(truth)
    hits = sum(t == g for t, g in zip(truth, given, strict=True))
    of_truth, of_given = Counter(truth), Counter(given)
    covariance = hits * total - sum(of_truth[label] * of_given[label] for label in of_truth)
    spread_of_truth = total**2 - sum(n * n for n in of_truth.values())
    spread_of_given = total**2 - sum(n * n for n in of_given.values())
    spread = math.sqrt(spread_of_truth * spread_of_given)
    return covariance / spread if spread else 0.0


def reliability(outcomes: Sequence[Outcome], bins: int = 10) -> list[Bin]:
    """Sort by confidence and part into bins of as near equal counts as can be."""
    ranked = _ranked(outcomes)[::-1]
    edges = [round(at * len(ranked) / bins) for at in range(bins + 1)]
    parts = [ranked[start:end] for start, end in pairwise(edges) if end > start]
    return [
        Bin(sum(o.confidence for o in part) / len(part), sum(o.is_right for o in part) / len(part), len(part))
        for part in parts
    ]


def calibration_error(outcomes: Sequence[Outcome], bins: int = 10) -> float:
    """Expected distance between confidence and accuracy over bins of equal counts."""
    return _share(sum(abs(b.confidence - b.accuracy) * b.count for b in reliability(outcomes, bins)), len(outcomes))


def milliseconds(seconds: Sequence[float]) -> tuple[float, float]:
    """Give the median and the 95th percentile, in milliseconds."""
    if len(seconds) < 2:
        return (1000 * seconds[0],) * 2 if seconds else (math.nan, math.nan)
    return 1000 * median(seconds), 1000 * quantiles(seconds, n=20, method="inclusive")[-1]


def _ranked(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return sorted(outcomes, key=lambda o: -o.confidence)


def _mean_ranks(values: Sequence[float]) -> list[float]:
    """Rank from 1, equal values sharing the mean of their ranks."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for at in order[start:end]:
            ranks[at] = (start + 1 + end) / 2
        start = end
    return ranks


def _share(part: float, whole: int) -> float:
    return part / whole if whole else math.nan

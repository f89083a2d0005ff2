"""The figures of the benchmark, on cases worked out by hand."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import pytest
from sklearn.metrics import matthews_corrcoef, roc_auc_score

from bench import metrics
from bench.metrics import Outcome, Verdict


def right(confidence: float) -> Outcome:
    """An answerable question with the right fact first."""
    return Outcome("a", "a", confidence)


def wrong(confidence: float) -> Outcome:
    """An answerable question with a wrong fact first."""
    return Outcome("a", "b", confidence)


def outside(confidence: float) -> Outcome:
    """A question that nothing in the base answers."""
    return Outcome(None, "b", confidence)


MIXED = [right(0.9), right(0.8), outside(0.7), right(0.6), wrong(0.1)]


def test_top_1_leaves_out_of_scope_questions_out() -> None:
    """Three of four answerable questions have the right fact first."""
    assert metrics.top_1(MIXED) == 0.75


def test_top_1_of_nothing_answerable_is_not_a_number() -> None:
    """A share of no questions has no value, rather than a good or a bad one."""
    assert math.isnan(metrics.top_1([outside(0.5)]))


@pytest.mark.parametrize(
    ("outcomes", "precision", "expected"),
    [
        (MIXED, 0.99, 2 / 4),  # the two above the out-of-scope question
        (MIXED, 0.75, 3 / 4),  # 3 of the first 4 are right
        (MIXED, 0.76, 2 / 4),
        (MIXED, 0.50, 3 / 4),  # all five asked, 3 right
        (
            [outside(0.9), right(0.8), right(0.7)],
            0.66,
            2 / 2,
        ),  # the longest prefix counts, whatever came first
        ([outside(0.9), right(0.8)], 0.95, 0.0),
        ([right(0.2), outside(0.9)], 0.95, 0.0),  # the order is that of confidence, not that of asking
        ([right(0.9)] * 19 + [wrong(0.8)], 0.95, 19 / 20),  # exactly 95 %
        ([Outcome("a", None, 0.0)], 0.5, 0.0),  # nothing came first
    ],
)
def test_recall_at_precision(outcomes: Sequence[Outcome], precision: float, expected: float) -> None:
    """The longest prefix by confidence that keeps the precision is counted over the answerable questions."""
    assert metrics.recall_at_precision(outcomes, precision) == pytest.approx(expected)


def test_auroc_counts_a_tie_as_half() -> None:
    """Of the four pairs of an answerable and an out-of-scope question three are won and one is tied."""
    outcomes = [right(0.9), wrong(0.5), outside(0.5), outside(0.1)]
    assert metrics.out_of_scope_auroc(outcomes) == pytest.approx(3.5 / 4)


def test_auroc_agrees_with_scikit_learn() -> None:
    """On many random confidences, ties among them, the area is the one a kept library finds."""
    chance = random.Random(1)
    outcomes = [chance.choice((right, outside))(chance.randrange(20) / 20) for _ in range(300)]
    truth = [o.expect is not None for o in outcomes]
    expected = roc_auc_score(truth, [o.confidence for o in outcomes])
    assert metrics.out_of_scope_auroc(outcomes) == pytest.approx(expected)


def test_matthews_correlation_of_three_classes() -> None:
    """(3·4 − 5) / √(10·10): three hits of four, with the class counts 2 1 1 and 1 2 1."""
    assert metrics.matthews(["a", "a", "b", ""], ["a", "b", "b", ""]) == pytest.approx(0.7)


def test_matthews_correlation_agrees_with_scikit_learn() -> None:
    """On many random labels the correlation is the one a kept library finds."""
    chance = random.Random(2)
    truth = chance.choices("abcd", k=200)
    given = [label if chance.random() < 0.6 else chance.choice("abcd") for label in truth]
    assert metrics.matthews(truth, given) == pytest.approx(matthews_corrcoef(truth, given))


def test_best_mcc_finds_the_threshold_and_what_holds_there() -> None:
    """At 0.6 the right and the wrong fact are given and the out-of-scope question is refused: 4 / 6."""
    best = metrics.best_mcc([Outcome("a", "a", 0.9), Outcome("b", "c", 0.6), Outcome(None, "a", 0.3)])
    assert (best.threshold, best.in_scope_accuracy, best.out_of_scope_recall) == (0.6, 0.5, 1.0)
    assert best.mcc == pytest.approx(4 / 6)


def test_shipped_thresholds_are_counted_by_what_was_said() -> None:
    """Right, wrong and suggested are shares of the five answerable questions, the last of the two others."""
    counted = metrics.shipped(
        [
            Verdict("a", answered=("a",)),
            Verdict("a", answered=("b", "a")),
            Verdict("a", answered=("b",), suggested=("a",)),  # a wrong answer is not mended by its choices
            Verdict("a", suggested=("b", "a")),
            Verdict("a", suggested=("b",)),
            Verdict(None, answered=("b",)),
            Verdict(None, suggested=("b",)),
        ]
    )
    assert counted == metrics.Shipped(
        right=2 / 5, wrong=1 / 5, suggested=1 / 5, out_of_scope_answered=1 / 2, precision=2 / 4
    )


def test_calibration_error_weighs_bins_of_equal_counts() -> None:
    """Bins at 0.3 with half right and at 0.9 with all right are 0.2 and 0.1 off."""
    outcomes = [right(1.0), wrong(0.2), right(0.8), right(0.4)]
    assert metrics.calibration_error(outcomes, bins=2) == pytest.approx(0.15)


def test_reliability_keeps_every_outcome_when_bins_do_not_divide_them() -> None:
    """Five outcomes in three bins are all counted, in order of confidence."""
    bins = metrics.reliability([right(at / 10) for at in range(5)], bins=3)
    assert sum(each.count for each in bins) == 5
    assert [each.confidence for each in bins] == sorted(each.confidence for each in bins)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [([0.001, 0.003, 0.002], (2.0, 2.9)), ([0.004], (4.0, 4.0))],
)
def test_milliseconds(seconds: Sequence[float], expected: tuple[float, float]) -> None:
    """The median and the interpolated 95th percentile come in milliseconds."""
    assert metrics.milliseconds(seconds) == pytest.approx(expected)

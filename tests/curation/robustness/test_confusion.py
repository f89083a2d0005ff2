"""Tests of confusable pairs: the close ones come first, with what tells them apart."""

from __future__ import annotations

from bot.curation.robustness.confusion import CLOSE, Confusable, confusable
from bot.curation.robustness.report import RobustnessReport, RobustnessResult, VariantOutcome
from bot.curation.robustness.variant import Variant
from bot.matching.decision import Candidate
from tests.curation.bases import small_base


def result(fact: str, own: float, other: str, rival: float) -> RobustnessResult:
    """Say what a variant of a fact came to."""
    candidates = (Candidate(fact, own, ""), Candidate(other, rival, ""))
    return RobustnessResult(
        Variant(fact, "slip", "", f"about {fact}", must_hit=True), VariantOutcome.RIGHT, (fact,), candidates
    )


RESULTS = (
    result("tandem-2018-place", 0.9, "tandem-2019-place", 0.8),
    result("tandem-2019-place", 0.9, "tandem-2018-place", 0.85),
    result("saryarka-maker", 0.9, "trade-2018", 0.1),
    result("tandem-2018-strength", 0.2, "trade-2018", 0.3),
)


def test_pairs() -> None:
    """Each pair comes once, at its closest question; a wide lead is no pair."""
    pairs = list(confusable(RobustnessReport(RESULTS, 4, ()), small_base(), 10))

    assert [(pair.fact, pair.other, round(pair.margin, 3)) for pair in pairs] == [
        ("tandem-2018-strength", "trade-2018", -0.1),
        ("tandem-2019-place", "tandem-2018-place", 0.05),
    ]
    assert max(pair.margin for pair in pairs) < CLOSE
    assert pairs[1].told_apart() == "told apart by: 2019 · 2018"


def test_what_tells_apart() -> None:
    """Words that both have tell nothing; where none is left, that is said."""
    one = Confusable("a", "b", 0.1, "", ("held",), ())
    neither = Confusable("a", "b", 0.1, "", (), ())

    assert one.told_apart() == "told apart by: held · none of these"
    assert neither.told_apart().startswith("no word of their phrasings tells them apart")

"""The gate on the shipped facts: their own near misses are not answered, their own slips are."""

from __future__ import annotations

import pytest

from bot.curation.robustness.report import RobustnessReport, VariantOutcome, set_traps
from bot.replies import settle
from tests.shipped import shipped_engine

SEED = 1
LEAST_HITS = 0.97


@pytest.fixture(name="report", scope="module", params=[10, pytest.param(1, marks=pytest.mark.long)])
def _report(request: pytest.FixtureRequest) -> RobustnessReport:
    """Ask all variants of every tenth shipped fact, or of all, by spelling alone."""
    base, matcher = shipped_engine().base, shipped_engine().matcher
    facts = [fact for fact in base.facts if fact.is_current][:: request.param]
    return set_traps(base, lambda text: settle(matcher.decide(text), base), SEED, facts)


def test_every_fact_has_variants_enough(report: RobustnessReport) -> None:
    """At least eight that must hit and eight that must not, for each of the facts."""
    assert report.short == ()
    assert report.facts > 40


def test_nothing_is_answered_wrongly(report: RobustnessReport) -> None:
    """No near miss is answered, and no variant finds another fact."""
    found = [f"{wrong.variant.change}: {wrong.variant.text} → {', '.join(wrong.answered)}" for wrong in report.wrong]
    assert found == []


def test_hits(report: RobustnessReport) -> None:
    """Nearly all variants that must hit do."""
    missed = [f"{missed.variant.change}: {missed.variant.text}" for missed in report.missed]
    assert report.hit_rate >= LEAST_HITS, missed
    assert report.count(VariantOutcome.RIGHT, must_hit=True) > 0

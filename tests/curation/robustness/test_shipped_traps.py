"""The gate on the shipped facts: their own near misses are not answered, their own slips are."""

from __future__ import annotations

import pytest

from bot.config import load_config
from bot.curation.robustness.report import Outcome, Report, set_traps
from bot.engine.builder import matcher_of
from bot.engine.files import load_base
from bot.replies import settle
from tests.tree import PROJECT

SEED = 1
LEAST_HITS = 0.97


@pytest.fixture(name="report", scope="module")
def _report() -> Report:
    """Ask all variants of all shipped facts, by spelling alone."""
    settings = load_config(PROJECT / "config.yaml", {}).settings
    base = load_base([PROJECT / "facts"])
    matcher = matcher_of(base, settings)
    return set_traps(base, lambda text: settle(matcher.decide(text), base), SEED)


def test_every_fact_has_variants_enough(report: Report) -> None:
    """At least eight that must hit and eight that must not, for each of the facts."""
    assert report.short == ()
    assert report.facts > 400


def test_nothing_is_answered_wrongly(report: Report) -> None:
    """No near miss is answered, and no variant finds another fact."""
    found = [f"{wrong.variant.change}: {wrong.variant.text} → {', '.join(wrong.answered)}" for wrong in report.wrong]
    assert found == []


def test_hits(report: Report) -> None:
    """Nearly all variants that must hit do."""
    missed = [f"{missed.variant.change}: {missed.variant.text}" for missed in report.missed]
    assert report.hit_rate >= LEAST_HITS, missed
    assert report.count(Outcome.RIGHT, must_hit=True) > 0

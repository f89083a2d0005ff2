"""Tests of the report: what counts as a hit, as a miss, and as a wrong answer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from bot.curation.robustness.report import LEAST, RobustnessReport, VariantOutcome, set_traps, variants
from bot.curation.robustness.variant import Variant
from bot.factbase.model import FactBase
from bot.matching.decision import Answer, Candidate, Decision, NoAnswer, Reason, Why
from tests.curation.bases import FACTS, small_base
from tests.tree import PROJECT

PLACE = "tandem-2018-place"


@pytest.fixture(name="base", scope="module")
def _base() -> FactBase:
    """Load the small base."""
    return small_base()


def answering(*facts: str, confidence: float = 0.9, lead: float = 0.1) -> Callable[[str], Decision]:
    """Decide on one answer to everything; the facts follow each other by `lead`."""
    found = tuple(Candidate(fact, confidence - lead * at, "") for at, fact in enumerate(facts))
    return lambda text: Answer(text, found[:1], found)


def silent(text: str) -> Decision:
    """Decide on no answer to anything."""
    return NoAnswer(text, Reason(Why.NOT_HELD), (), ())


def trapped(base: FactBase, decide: Callable[[str], Decision], fact: str = PLACE) -> RobustnessReport:
    """Set the traps of one fact."""
    return set_traps(base, decide, 1, [base.by_id[fact]])


@pytest.mark.parametrize(
    ("answered", "hits", "others"),
    [
        (PLACE, VariantOutcome.RIGHT, VariantOutcome.WRONG),
        ("tandem-2019-place", VariantOutcome.WRONG, VariantOutcome.WRONG),
        (None, VariantOutcome.MISSED, VariantOutcome.RIGHT),
    ],
)
def test_outcomes(answered: str | None, hits: VariantOutcome, others: VariantOutcome, base: FactBase) -> None:
    """The fact itself is a hit; any answer to what must not be answered is wrong."""
    report = trapped(base, answering(answered) if answered else silent)
    assert report.count(hits, must_hit=True) == report.total(must_hit=True) > 0
    assert report.count(others, must_hit=False) == report.total(must_hit=False) > 0
    assert report.hit_rate == (hits is VariantOutcome.RIGHT)
    assert len(report.wrong) + len(report.missed) == len(report.results) - sum(
        result.outcome is VariantOutcome.RIGHT for result in report.results
    )


def test_an_earlier_fact_leads_to_the_current_one(base: FactBase) -> None:
    """An answer with a superseded fact is one with its successor; only current facts have variants."""
    report = trapped(base, answering("parade-plan"), "parade-absence")
    assert report.hit_rate == 1
    assert "parade-plan" not in {result.variant.fact for result in set_traps(base, silent, 1).results}


def test_facts_of_other_times_answer_for_each_other() -> None:
    """Facts with the same about and asks that hold at different times may stand for each other."""
    later = """
  - id: tandem-2018-now
    question: Where is TANDEM 2018 remembered?
    about: TANDEM 2018
    asks: place
    answer: In Karaganda.
    valid_from: 2020
    sources: [paper]
    as_of: 2020
"""
    base = small_base(FACTS + later)
    assert trapped(base, answering("tandem-2018-now")).hit_rate == 1


def test_an_answer_of_several_facts_is_right_if_all_are(base: FactBase) -> None:
    """One wrong part makes an answer wrong."""

    def both(text: str) -> Decision:
        return Answer(text, (Candidate(PLACE, 0.9, ""), Candidate("trade-2018", 0.9, "")), ())

    assert trapped(base, both).count(VariantOutcome.WRONG, must_hit=True) > 0


def test_the_closest_pairs(base: FactBase) -> None:
    """A pair is told once, with the least margin and the question at which it is least."""
    place, other = "tandem-2018-place", "tandem-2019-place"

    def decide(text: str) -> Decision:
        lead = 0.05 if text.isupper() else 0.4
        return answering(*((other, place) if "2019" in text else (place, other)), lead=lead)(text)

    report = set_traps(base, decide, 1, [base.by_id[place], base.by_id[other]])
    (pair,) = report.pairs(10)
    assert {pair.fact, pair.other} == {place, other}
    assert pair.text.isupper() or pair.margin < 0
    assert report.pairs(0) == []


def test_a_right_fact_out_of_sight_has_no_confidence(base: FactBase) -> None:
    """Where it is not among the candidates, the other leads by all it has."""
    pairs = trapped(base, answering("trade-2018", confidence=0.7)).pairs(1)
    assert (pairs[0].fact, pairs[0].other, pairs[0].margin) == (PLACE, "trade-2018", -0.7)


def test_changes_are_counted(base: FactBase) -> None:
    """Each change has its line, those that must hit first."""
    report = trapped(base, silent)
    counts = report.by_change()
    assert [change.must_hit for change in counts] == sorted((c.must_hit for c in counts), reverse=True)
    assert sum(change.missed for change in counts) == report.total(must_hit=True)
    assert sum(change.right for change in counts) == report.total(must_hit=False)


def test_facts_with_few_variants_are_told(base: FactBase) -> None:
    """A fact whose words do not lend themselves is named with its counts."""
    report = set_traps(base, silent, 1)
    counts = {fact.id: [0, 0] for fact in base.facts if fact.is_current}
    for result in report.results:
        counts[result.variant.fact][not result.variant.must_hit] += 1
    short = {fact: tuple(number) for fact, number in counts.items() if min(number) < LEAST}
    assert {fact: (hits, others) for fact, hits, others in report.short} == short
    assert PLACE not in short


def test_progress_is_told(base: FactBase) -> None:
    """The caller hears of each fact."""
    seen: list[tuple[int, int]] = []
    set_traps(base, silent, 1, None, lambda done, total: seen.append((done, total)))
    assert seen == [(at, report_facts(base)) for at in range(1, report_facts(base) + 1)]


def report_facts(base: FactBase) -> int:
    """Count the facts that are asked for."""
    return sum(fact.is_current for fact in base.facts)


def made(base: FactBase, seed: int, *facts: str) -> list[Variant]:
    """Make the variants of some facts."""
    chosen = [base.by_id[fact] for fact in facts]
    return [variant for some in variants(base, seed, chosen) for variant in some]


def test_the_seed_decides(base: FactBase) -> None:
    """The same seed makes the same variants, whatever other facts are asked for; another makes others."""
    alone = made(base, 1, PLACE)
    assert made(base, 1, "trade-2018", PLACE)[-len(alone) :] == alone
    assert made(base, 2, PLACE) != alone


def test_the_seed_decides_in_every_process(base: FactBase) -> None:
    """Nothing hangs on the order of sets, which differs between processes."""
    code = (
        "from tests.curation.robustness.test_report import made, PLACE, small_base\n"
        "print([v.text for v in made(small_base(), 1, PLACE, 'saryarka-maker')])"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=PROJECT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] == f"{[v.text for v in made(base, 1, PLACE, 'saryarka-maker')]}\n"


def test_no_variant_is_a_phrasing(base: FactBase) -> None:
    """What must hit differs from every phrasing; what must not has other words than all of them."""
    phrasings = {phrase.text for fact in base.facts for phrase in base.phrases_of(fact)}
    for variant in made(base, 1, *(fact.id for fact in base.facts if fact.is_current)):
        assert variant.text not in phrasings
        assert variant.phrase in phrasings


def test_no_variant_is_made_twice(base: FactBase) -> None:
    """Each variant of a fact is its own question."""
    for fact in base.facts:
        texts = [variant.text for variant in made(base, 1, fact.id)] if fact.is_current else []
        assert len(texts) == len(set(texts))

"""Tests of the decision with a judge of meaning, which is played here by a table of what agrees with what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from bot.matching import Answer, Decision, Matcher, Thresholds
from bot.matching.verification.judgement import FEATURES, Acceptance, shipped_acceptance
from tests.matching.bases import base_of

BASE = """\
topic: travel
title: Travel
language: en
sources:
  rules: {title: Rules, publisher: Office, published: 2024-01-01}
facts:
  - id: hotel
    question: How much can I claim for a hotel per night?
    answer: Up to 90 euros.
    sources: [rules]
    as_of: 2024-01-01
  - id: taxi
    question: Who may take a taxi to the airport?
    answer: Everybody with luggage.
    sources: [rules]
    as_of: 2024-01-01
  - id: meeting-2019
    question: Where was the meeting of 2019?
    answer: In Bergen.
    sources: [rules]
    as_of: 2024-01-01
"""
REPHRASED = "most they reimburse for one night in a hotel"


@dataclass
class Told:
    """A judge that finds a pair alike if it is told so, and remembers what it was asked."""

    alike: float
    other: float = -5.0
    pairs: list[tuple[str, str]] = field(default_factory=list)
    among: str = "hotel"

    def agreement(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return what was told for phrasings with a word, and the other number for the rest."""
        self.pairs += pairs
        return [self.alike if self.among in held else self.other for _, held in pairs]


def decided(question: str, judge: Told | None, max_wrong: float = 0.05) -> Decision:
    """Put a question to the small base, with or without a judge."""
    return Matcher(base_of({"travel.yaml": BASE}), judge=judge, thresholds=Thresholds(max_wrong=max_wrong)).decide(
        question
    )


def test_what_the_judge_finds_alike_is_answered() -> None:
    """A rephrasing that the spelling leaves open is answered when the judge is sure, with its probability."""
    assert not isinstance(decided(REPHRASED, None), Answer)

    decision = decided(REPHRASED, Told(4.0))

    assert isinstance(decision, Answer)
    assert [one.fact for one in decision.facts] == ["hotel"]
    assert decision.facts[0].confidence >= shipped_acceptance().least(0.05)


def test_what_the_judge_doubts_is_not_answered() -> None:
    """The same question stays open when the judge finds that another thing is asked."""
    assert not isinstance(decided(REPHRASED, Told(-4.0)), Answer)


def test_no_budget_leaves_all_to_the_spelling() -> None:
    """With a budget of no wrong answers the judge answers nothing."""
    assert not isinstance(decided(REPHRASED, Told(9.0), max_wrong=0.0), Answer)


def test_exact_conditions_are_not_overruled() -> None:
    """However alike two questions sound, another year stays another question."""
    decision = decided("in which town did they meet in 2020", Told(9.0, among="meeting"))

    assert not isinstance(decision, Answer)


def test_two_question_words_are_two_questions() -> None:
    """A question that asks who and where is not answered with one of them, however alike they sound."""
    assert not isinstance(decided("who or where reimburses one night in a hotel", Told(9.0)), Answer)


def test_phrasing_needs_no_judge() -> None:
    """A question that is a phrasing is answered without asking the judge."""
    judge = Told(-9.0)

    assert isinstance(decided("how much can I claim for a hotel per night", judge), Answer)
    assert judge.pairs == []


def test_judge_reads_small_letters() -> None:
    """The judge gets questions in small letters and without marks, as it has learnt them."""
    judge = Told(0.0)
    decided("Most they reimburse for a night in a HOTEL?!", judge)

    assert ("most they reimburse for a night in a hotel", "how much can i claim for a hotel per night") in judge.pairs


def test_other_scripts_are_left_to_the_spelling() -> None:
    """The model has read English only, so that a question in Russian is not put to it."""
    judge = Told(9.0)
    decided("сколько стоит hotel за ночь", judge)

    assert judge.pairs == []


@pytest.mark.parametrize(("budget", "least"), [(0.0, 1.0), (0.004, 1.0), (0.01, 0.9), (0.03, 0.8), (0.5, 0.8)])
def test_budgets(budget: float, least: float) -> None:
    """A budget between two known ones counts as the smaller; below the smallest nothing is sure enough."""
    acceptance = Acceptance((0.0,), 0.0, ((0.005, 0.95), (0.01, 0.9), (0.02, 0.8)))

    assert acceptance.least(budget) == least


def test_shipped_weights_know_all_features() -> None:
    """The file has a weight for each feature, and is stricter for a smaller budget."""
    acceptance = shipped_acceptance()

    assert len(acceptance.weights) == len(FEATURES)
    assert all(acceptance.weights[FEATURES.index(name)] for name in ("agreement", "confidence_lead"))
    least = [acceptance.least(budget) for budget in (0.005, 0.01, 0.02, 0.05)]
    assert least == sorted(least, reverse=True)

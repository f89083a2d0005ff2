"""Tests of the conditions of an answer: on a base without names or tables of phrasings, as a newcomer writes it, and on
drills, which have both.
"""

from __future__ import annotations

from functools import cache

import pytest

from bot.matching import Answer, Matcher
from bot.matching.verification.conditions import CONDITIONS, Pair, unmet
from tests.matching import bases
from tests.matching.bases import base_of

HEAD = """
topic: policy
title: Travel policy
language: en
sources:
  paper: {title: The policy, publisher: The company, published: 2024}
facts:
"""
FACTS = {
    "hotel": ("What is the limit for a hotel per night?", "EUR 140."),
    "approval": ("Who approves the hotel of a trip?", "The head of the department."),
    "deadline": ("Within how many days must a claim be handed in?", "30 days."),
    "attachment": ("What is the maximum size of a receipt?", "5 MB."),
    "package": ("How many vessels did the ninth package list?", "Five."),
    "service": ("Which service pays the claim?", "The accounts office."),
    "often": ("How often is the policy reviewed?", "Once a year."),
    "review": ("When was the next review after 2019?", "In May 2021."),
    "photo": ("May receipts be kept as photos?", "Yes."),
    "purpose": ("What are vouchers issued for?", "Meals."),
}
# Question, the fact that looks nearest, and a condition that keeps it from answering.
FALLING_SHORT = [
    ("What is the limit for a taxi per night?", "hotel", "word-added"),
    ("What is the limit for a hotel per week?", "hotel", "word-added"),
    ("What was the average limit for a hotel per night?", "hotel", "word-added"),
    ("Who pays the hotel of a trip?", "approval", "word-added"),
    ("What is the minimum size of a receipt?", "attachment", "word-added"),
    ("How many vessels did all packages list?", "package", "number-unsaid"),
    ("When is the policy reviewed?", "often", "question-word"),
    ("When was the next review?", "review", "name-unsaid"),
    ("Who kept receipts?", "photo", "word-unsaid"),
    ("How many receipts did the ninth package list?", "package", "counted-thing"),
    ("What pays the claim?", "service", "asked-noun"),
    ("What vouchers are issued?", "purpose", "preposition"),
]
# The same of drills.
FALLING_SHORT_OF_NAMED = [
    ("Where was it held?", "kazind-2018-place", "name-unsaid"),
    ("Which countries hold KAZIND in Uzbekistan?", "kazind-countries", "country"),
    ("How many soldiers took part in KAZIND 2018?", "kazind-2018-indian-strength", "country-unsaid"),
    ("Where in Nepal was KAZIND 2018 held?", "kazind-2018-place", "turned"),
]
MET = [
    ("what is the limit for a hotel per night", "hotel"),
    ("Is it possible to keep receipts as photos?", "photo"),
    ("hi, please tell me how often the policy is reviewed", "often"),
    ("what is the maximum size of a reciept", "attachment"),
    ("How many vessels did the 9th package list?", "package"),
]


@cache
def matcher() -> Matcher:
    """Build the matcher of the policy."""
    facts = (
        f'  - {{id: {name}, question: "{question}", answer: "{answer}", sources: [paper], as_of: 2024}}\n'
        for name, (question, answer) in FACTS.items()
    )
    return Matcher(base_of({"policy.yaml": HEAD + "".join(facts)}))


def pair_of(question: str, fact: str, held: Matcher) -> Pair:
    """Put a question beside the phrasing of a fact."""
    indexed = next(one for one in held.index.phrases if held.index.facts[one.fact].id == fact)
    return Pair(held.read(question), indexed, held.index, held.profiles.of(indexed.fact))


@pytest.mark.parametrize(("question", "fact", "condition"), FALLING_SHORT)
def test_falling_short(question: str, fact: str, condition: str) -> None:
    """One word more, less or other than the fact's makes another question, which is not answered."""
    assert condition in set(unmet(pair_of(question, fact, matcher())))
    assert not isinstance(matcher().decide(question), Answer)


@pytest.mark.parametrize(("question", "fact", "condition"), FALLING_SHORT_OF_NAMED)
def test_falling_short_of_what_has_a_name(question: str, fact: str, condition: str) -> None:
    """So does a name left out, or another country."""
    assert condition in set(unmet(pair_of(question, fact, bases.matcher())))
    assert not isinstance(bases.matcher().decide(question), Answer)


@pytest.mark.parametrize(("question", "fact"), MET)
def test_met(question: str, fact: str) -> None:
    """Slips, greetings and words that only wrap a question change nothing."""
    assert list(unmet(pair_of(question, fact, matcher()))) == []


def test_a_phrasing_is_answered_with_its_fact() -> None:
    """What is a phrasing of one fact alone is answered with it; what only resembles one is left to the decision."""
    for name, (question, _) in FACTS.items():
        decision = matcher().decide(question.upper())

        assert isinstance(decision, Answer)
        assert [one.fact for one in decision.facts] == [name] == [matcher().phrased(question)]
    assert matcher().phrased("What is the limit for a taxi per night?") is None


def test_every_condition_is_tried() -> None:
    """Each condition of the table keeps a question of these tests from an answer."""
    assert {condition for *_, condition in FALLING_SHORT + FALLING_SHORT_OF_NAMED} == set(CONDITIONS)


def test_every_condition_has_a_name() -> None:
    """The table names each condition, in lower case with hyphens, and each says when it is not met."""
    assert all(name == name.lower() and "_" not in name for name in CONDITIONS)
    assert all(condition.__doc__ for condition in CONDITIONS.values())

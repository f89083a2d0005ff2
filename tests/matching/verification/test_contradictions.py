"""Tests of questions that ask for something else in nearly the same words."""

from __future__ import annotations

import pytest

from bot.matching import Answer, Matcher
from bot.matching.text.stemmer import stem
from bot.matching.text.tokenizer import tokenise
from bot.matching.verification.contradictions import opposed
from bot.matching.verification.country_relations import country_directions, country_modifiers
from tests.matching.bases import base_of

HEAD = """
topic: relations
title: Relations of India and Kazakhstan
language: en
sources:
  paper: {title: The relations, publisher: The Paper, published: 2019}
facts:
"""
FACTS = {
    "embassy-opened": "When was the Embassy of Kazakhstan in New Delhi opened?",
    "first-ambassador": "Who was India's first ambassador to Kazakhstan?",
    "delegation-leader": "Who led the Kazakh delegation at the defence talks with India in 2017?",
    "trade-partner": "Which country is India's largest trade partner in Central Asia?",
    "uranium-share": "What share of India's uranium comes from Kazakhstan?",
    "visas": "How many visas did Kazakhstan issue to Indians in 2018?",
    "vice-president": "Which Indian vice president visited Kazakhstan in 2008?",
    "registered": "How many Indians registered for evacuation from Kazakhstan in May 2020?",
    "producer": "Since when is Kazakhstan the world's leading uranium producer?",
    "contract": "How much uranium was Kazakhstan to supply to India in 2015-2019?",
    "trained": "How many Kazakh soldiers has India trained?",
    "torpedoes": "For which Indian service would torpedoes be produced with Kazakh companies?",
}
TURNED = [
    "When was the Embassy of Kazakhstan in New Delhi closed?",
    "When was the Embassy of India in New Delhi opened?",
    "Who was India's last ambassador to Kazakhstan?",
    "Who is India's ambassador to Kazakhstan?",
    "Who led the Indian delegation at the defence talks with Kazakhstan in 2017?",
    "Which country is India's smallest trade partner in Central Asia?",
    "What share of India's uranium goes to Kazakhstan?",
    "What share of Kazakhstan's uranium comes from India?",
    "How many visas did Kazakhstan refuse Indians in 2018?",
    "Which Indian president visited Kazakhstan in 2008?",
    "How many Indians were evacuated from Kazakhstan in May 2020?",
    "Until when was Kazakhstan the world's leading uranium producer?",
    "Why is Kazakhstan the world's leading uranium producer?",
    "How long is Kazakhstan the world's leading uranium producer?",
    "Since when is Kazakhstan the world's leading oil producer?",
    "How much uranium was Kazakhstan to supply to India in 2015?",
    "How many Kazakh soldiers has India expelled?",
    "How many Kazakh pilots has India trained?",
    "For which Kazakh service would torpedoes be produced?",
    "With whom would torpedoes be produced for the Indian service?",
]


@pytest.fixture(name="asked", scope="module")
def _asked() -> Matcher:
    """Make a matcher of facts with one phrasing each."""
    facts = "".join(
        f'  - {{id: {name}, question: "{text}", answer: It is so., sources: [paper], as_of: 2019}}\n'
        for name, text in FACTS.items()
    )
    return Matcher(base_of({"relations.yaml": HEAD + facts}))


@pytest.mark.parametrize("fact", FACTS)
def test_the_question_itself_is_answered(asked: Matcher, fact: str) -> None:
    """So that the next test can fail."""
    found = asked.decide(FACTS[fact])

    assert isinstance(found, Answer)
    assert [candidate.fact for candidate in found.facts] == [fact]


@pytest.mark.parametrize("question", TURNED)
def test_a_turned_question_is_not_answered(asked: Matcher, question: str) -> None:
    """One word makes it another question."""
    assert not isinstance(asked.decide(question), Answer)


@pytest.mark.parametrize(
    ("question", "phrasing", "is_opposed"),
    [
        ("when did it open", "when did it close", True),
        ("when did it close", "when did it close", False),
        ("when did it open and close", "when did it close", False),
        ("when did it open", "when did it open and close", False),
        ("when did it begin", "when did it start", False),
        ("when did it end", "when did it start", True),
        ("когда открыли посольство", "когда закрыли посольство", True),
        ("where was it", "when did it close", False),
    ],
)
def test_opposites(question: str, phrasing: str, is_opposed: bool) -> None:
    """One pole in the question and the other in the phrasing, and neither has both."""
    terms = [frozenset(stem(word) for word in text.split()) for text in (question, phrasing)]

    assert opposed(*terms) is is_opposed


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("the Kazakh delegation", {("KZ", "deleg")}),
        ("the joint Indian and Kazakh battalion", {("IN", "battalion"), ("KZ", "battalion")}),
        ("the Embassy of Kazakhstan in Delhi", {("KZ", "embassi")}),
        ("the city of the Kazakh visit", set()),
        ("India's uranium", {("IN", "uranium")}),
        ("who visited India in 2008", set()),
    ],
)
def test_what_is_a_country_s_own(text: str, own: set[tuple[str, str]]) -> None:
    """Behind its adjective, in front of "of", and nothing of the words between."""
    assert country_modifiers([tokenise(text)]) == own


def test_ways() -> None:
    """To, from and in a country, in three languages."""
    texts = ["from Kazakhstan to India", "поставки из Казахстана в Индию", "kazakhstan mein"]

    assert [sorted(country_directions([tokenise(text)])) for text in texts] == [
        [("from", "KZ"), ("to", "IN")],
        [("from", "KZ"), ("in", "IN")],
        [("in", "KZ")],
    ]

"""Tests of what a base contains and lacks: a variant is a contrast only if the base lacks it."""

from __future__ import annotations

import pytest

from bot.curation.robustness.base_profile import BaseProfile
from tests.curation.bases import FACTS, small_base


@pytest.fixture(name="holdings")
def _holdings() -> BaseProfile:
    """Make the holdings of the small base."""
    return BaseProfile(small_base())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Where was TANDEM 2018 held?", [("TANDEM 2018", "TANDEM 2018")]),
        ("the third Exercise Tandem", [("TANDEM 2018", "third Exercise Tandem")]),
        ("tan-dem in 2018", [("TANDEM", "tan-dem")]),
        ("ТАНДЕМ-18, Saryarka 2", [("TANDEM 2018", "ТАНДЕМ-18"), ("Saryarka-2", "Saryarka 2")]),
        ("nothing", []),
    ],
)
def test_names_are_found(text: str, expected: list[tuple[str, str]], holdings: BaseProfile) -> None:
    """The longest spelling wins, in any script and case."""
    assert [(m.name, text[m.start : m.end]) for m in holdings.mentions(text)] == expected


@pytest.mark.parametrize(
    ("phrase", "year", "expected"),
    [
        ("Where was TANDEM 2018 held?", 2019, False),
        ("Where was TANDEM 2018 held?", 2017, True),  # the year stands with the trade alone
        ("How much was the trade in 2018?", 2017, False),  # its answer has that year
        ("How much was the trade in 2018?", 2019, True),
        ("How much was it in 2018?", 2018, False),  # about nothing in particular
        ("How much was it in 2018?", 1999, True),
    ],
)
def test_a_year_is_lacking(phrase: str, year: int, *, expected: bool, holdings: BaseProfile) -> None:
    """It is where no fact has it together with what the phrasing is about."""
    assert holdings.lacks_year(phrase, year) is expected


@pytest.mark.parametrize(
    ("fact", "other", "expected"),
    [
        ("tandem-2018-strength", "TANDEM 2019", True),
        ("tandem-2018-place", "TANDEM 2019", False),
        ("tandem-2018-strength", "Saryarka-2", True),
    ],
)
def test_a_sibling_is_lacking(fact: str, other: str, *, expected: bool, holdings: BaseProfile) -> None:
    """It is where nothing of the kind is held about it."""
    found = holdings.base.by_id[fact]
    assert holdings.lacks_name(found, found.question.text, holdings.base.names[other]) is expected


def test_a_sibling_may_be_answered_by_a_fact_without_about() -> None:
    """A fact in other words on the same matter counts, too."""
    told = "  - {id: crowd, question: Did soldiers take part in TANDEM 2019?, answer: Soldiers took part., "
    base = small_base(FACTS + told + "sources: [paper], as_of: 2019}\n")
    fact = base.by_id["tandem-2018-strength"]
    assert not BaseProfile(base).lacks_name(fact, fact.question.text, base.names["TANDEM 2019"])


@pytest.mark.parametrize(
    ("fact", "kind", "expected"),
    [
        ("tandem-2018-place", "when", True),
        ("tandem-2018-place", "where", False),  # its own
        ("tandem-2018-place", "how many", False),  # of another fact on the same name
        ("trade-2018", "who", True),
    ],
)
def test_a_kind_is_lacking(fact: str, kind: str, *, expected: bool, holdings: BaseProfile) -> None:
    """It is where no fact on the same thing answers such a question."""
    found = holdings.base.by_id[fact]
    assert holdings.lacks_kind(found, found.question.text, kind) is expected


@pytest.mark.parametrize(
    ("kind", "matter", "expected"),
    [
        ("when", "When was  insured?", True),
        ("who", "Who paid for ?", False),  # the base says who built it
        ("when", "When was  built?", False),
    ],
)
def test_a_matter_is_lacking(kind: str, matter: str, *, expected: bool, holdings: BaseProfile) -> None:
    """It is where nothing on the name is of the kind or has a word of the matter."""
    assert holdings.lacks_matter("Saryarka-2", kind, matter) is expected


def test_a_question_of_another_fact(holdings: BaseProfile) -> None:
    """The words of another fact's phrasing in any order make a text that fact's; one superseded leads on."""
    text = "TANDEM 2019 was held where"
    assert holdings.is_another_facts(text, "tandem-2018-place")
    assert not holdings.is_another_facts(text, "tandem-2019-place")
    assert not holdings.is_another_facts("Who was to come to the parade?", "parade-absence")


@pytest.mark.parametrize(
    ("slip", "word", "expected"),
    [
        ("tandmm", "tandem", True),
        ("troops", "troop", False),  # a word of the base
        ("madde", "made", True),
        ("maade", "trade", False),  # nearer to another word
    ],
)
def test_a_slip_is_plain(slip: str, word: str, *, expected: bool, holdings: BaseProfile) -> None:
    """It is where only one word of the base can be meant."""
    assert holdings.is_slip_of(slip, word) is expected


def test_numbers_in_words_are_known(holdings: BaseProfile) -> None:
    """A number counts however it is written."""
    assert {3, 4, 18, 120} <= holdings.numbers
    assert 5 not in holdings.numbers

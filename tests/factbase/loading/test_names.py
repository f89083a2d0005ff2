"""Tests of expanding names to all their spellings."""

from __future__ import annotations

import pytest

from bot.factbase.loading.names import MOST_SPELLINGS, expand_names, simple_fold
from bot.factbase.loading.outline import PlacedText, WrittenName
from bot.problems import Place


def _written(**names: list[str]) -> list[WrittenName]:
    found = []
    for line, (name, spellings) in enumerate(names.items(), 1):
        mentions = tuple(PlacedText(text, Place("a.yaml", line, 10 + n)) for n, text in enumerate(spellings))
        found.append(WrittenName(name, mentions, "a", "en", Place("a.yaml", line, 1)))
    return found


def _spellings(name: str, **names: list[str]) -> list[str]:
    done, problems = expand_names(_written(**names))
    assert problems == []
    return [phrase.text for phrase in done[name].spellings]


def test_a_name_is_its_own_first_spelling() -> None:
    """The name itself comes first, and no spelling twice."""
    assert _spellings("A", A=["B", "A", "B"]) == ["A", "B"]


def test_a_reference_stands_for_every_spelling() -> None:
    """References are replaced through other names and side by side."""
    spellings = _spellings("C", C=["{B} by {A}"], B=["{A} 2"], A=["a"])

    assert spellings == ["C", "B by A", "B by a", "A 2 by A", "A 2 by a", "a 2 by A", "a 2 by a"]


def test_parts_are_all_names_inside() -> None:
    """A name knows the names its spellings refer to, and those that they refer to."""
    done, _ = expand_names(_written(C=["{B} at last"], B=["{A} 2"], A=[]))

    assert done["C"].parts == ("B", "A")


FAULTS = [
    ({"A": ["{B} 2"], "C": []}, ["1:10 {B} refers to no name of the base"]),
    ({"A": ["{A} 2"]}, ["1:10 {A} refers round in a circle: A → A"]),
    ({"A": ["{B}"], "B": ["{C}"], "C": ["{A}"]}, ["3:10 {A} refers round in a circle: A → B → C → A"]),
    ({"A": ["x{y"]}, ["1:10 'x{y' has a brace without its partner"]),
    ({"A": ["x}y"]}, ["1:10 'x}y' has a brace without its partner"]),
    ({"A{B}": []}, ["1:1 name 'A{B}' has braces in it"]),
    (
        {"A": ["{B} {B} {B}"], "B": [str(number) for number in range(10)]},
        [f"1:10 '{{B}} {{B}} {{B}}' stands for more than {MOST_SPELLINGS} spellings"],
    ),
]


@pytest.mark.parametrize(("names", "expected"), FAULTS)
def test_faults_in_references(names: dict[str, list[str]], expected: list[str]) -> None:
    """References that lead nowhere, round in a circle or to too much are problems at the spelling."""
    problems = expand_names(_written(**names))[1]

    assert [f"{each.place.line}:{each.place.column} {each.what}" for each in problems] == expected


def test_a_long_chain_of_references_ends_in_a_problem() -> None:
    """Thousands of names that refer to each other in a row do not exhaust the stack."""
    names = {f"N{number:04}": [f"{{N{number + 1:04}}} x"] for number in range(3000)}
    problems = expand_names(_written(**names, N3000=[]))[1]

    assert "refers on through more than 20 names" in problems[0].what


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("KAZ-IND", "kaz ind", True),
        ("KAZ–IND", "KAZIND", True),
        ("ＫＡＺ", "kaz", True),
        ("КАЗИНД", "казинд", True),
        ("KAZIND 2018", "KAZIND 2019", False),
        ("KazSat-2", "KazSat-2R", False),
    ],
)
def test_fold(one: str, other: str, same: bool) -> None:
    """Case, hyphens, spaces and width make no difference, digits and letters do."""
    assert (simple_fold(one) == simple_fold(other)) is same

"""Tests of what is read from a text."""

from __future__ import annotations

import pytest

from bot.curation.robustness.text import bag, content, deletions, kinds_of, words, years_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KazSat-2R", ["kazsat", "2", "r"]),
        ("Где прошли учения?", ["где", "прошли", "учения"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    """Letters and digits part, whatever the script."""
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in 2018", {2018}),
        ("2015–2018", {2015, 2016, 2017, 2018}),  # what holds over years holds in each
        ("from 2015 to 2017", {2015, 2016, 2017}),
        ("2018-2015", {2015, 2018}),
        ("12018 or 1066", set()),
    ],
)
def test_years(text: str, expected: set[int]) -> None:
    """Years are read as such, with all between two of a span."""
    assert years_of(text) == expected


def test_the_telling_words() -> None:
    """Question words, small words and numbers say nothing of the matter; forms of a word are one."""
    assert content("Where was the launching of KazSat 2?") == content("launched KazSat")


def test_a_bag_does_not_know_order() -> None:
    """The same words in another order, or with more small ones, are the same."""
    assert bag("Trade in 2018") == bag("2018 the trade")
    assert bag("Trade in 2018") != bag("Trade in 2019")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Where was it?", {"where"}),
        ("In which country was it held", {"where"}),
        ("Since when, and where?", {"when", "where"}),
        ("How many came?", {"how many"}),
        ("cost of it", {"how much"}),
        ("What is it?", {"open"}),
        ("Когда?", {"open"}),
    ],
)
def test_kinds(text: str, expected: set[str]) -> None:
    """A question that shows no kind may be of any."""
    assert kinds_of(text) == expected


def test_one_slip_apart() -> None:
    """Words one slip apart share what is left without a letter; others do not."""
    assert deletions("held") & deletions("hedl")
    assert deletions("held") & deletions("hel")
    assert not deletions("held") & deletions("host")

"""Tests of which known words a misspelt one may be meant for."""

from __future__ import annotations

import pytest

from bot.matching.text import spelling
from bot.matching.text.spelling import Speller, deletions, is_key_slip, similarity

WORDS = ["exercise", "excuse", "held", "hold", "participants", "otar", "soldiers", "deliver", "cat"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("exercise", "exercise"),
        ("excercise", "exercise"),  # a letter too many
        ("exrcise", "exercise"),  # one too few
        ("exerices", "exercise"),  # two slips in a long word
        ("participnats", "participants"),
        ("ottar", "otar"),
        ("otsr", "otar"),  # the key beside
        ("deliverable", "deliver"),  # a form
        ("soldeirs", "soldiers"),
        ("zzzzzz", None),
        ("cut", None),  # too short
        ("ca", None),
        ("", None),
    ],
)
def test_near(typed: str, expected: str | None) -> None:
    """The nearest known word comes first; nothing where none is near enough."""
    found = Speller(WORDS).near(typed)

    assert (found[0][0] if found else None) == expected


def test_ties_go_by_the_alphabet() -> None:
    """Of words that are equally near the first in the alphabet leads, in whatever order they were given."""
    one, other = Speller(["barber", "banber"]), Speller(["banber", "barber"])

    assert [word for word, _ in one.near("baxber")] == ["banber", "barber"]
    assert one.near("baxber") == other.near("baxber")


def test_limits() -> None:
    """No more words than asked for, and none below the least similarity."""
    speller = Speller(["banber", "barber", "bauber"])

    assert len(speller.near("baxber", most=2)) == 2
    assert speller.near("baxber", least=0.99) == []


@pytest.mark.parametrize(
    ("closer", "further", "meant"),
    [
        ("otsr", "otpr", "otar"),  # s lies beside a
        ("oatr", "otpr", "otar"),  # swapped
        ("exercisr", "axercise", "exercise"),  # people get the first letter right
        ("exercis", "exerc", "exercise"),
    ],
)
def test_similarity_grows(closer: str, further: str, meant: str) -> None:
    """A likelier slip is more similar, and nothing is as similar as the word itself."""
    assert 1.0 > similarity(closer, meant) > similarity(further, meant) >= 0.0
    assert similarity(meant, meant) == 1.0


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [("otsr", "otar", True), ("otqr", "otar", True), ("otpr", "otar", False), ("otr", "otar", False),
     ("pyap", "otar", False), ("otar", "otar", False)],
)  # fmt: skip
def test_key_slip(typed: str, meant: str, expected: bool) -> None:
    """A slip of the finger hits one neighbouring key."""
    assert is_key_slip(typed, meant) is expected


def test_deletions() -> None:
    """A word and all that is left when one of its first ten letters is dropped."""
    assert deletions("abc") == {"abc", "bc", "ac", "ab"}
    assert len(deletions("abcdefghijklmnop")) == 11


def test_work_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that share letters with thousands of others are compared with a few hundred at most."""
    speller = Speller(f"commonness{number:04}" for number in range(4000))
    compared: list[str] = []

    def count(typed: str, meant: str) -> float:
        compared.append(meant)
        return similarity(typed, meant)

    monkeypatch.setattr(spelling, "similarity", count)
    speller.near("commonnest")

    assert len(compared) <= 1200

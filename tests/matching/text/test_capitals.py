"""Tests of which words are taken for names by their capital."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.text.capitals import capitalised, capitalised_in, capitals_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Where is Otar?", {"otar"}),
        ("where was Cobra Gold held", {"cobra", "gold"}),
        ("Yes. Where is it? In Otar.", {"otar"}),
        ("WHERE IS OTAR NOW", set()),  # all in capitals: they tell nothing
        ("Where Is Otar Now", set()),
        ("where is otar", set()),
        ("где был Отар", {"отар"}),
        ("(Otar", set()),  # a bracket begins no sentence, nor ends one
    ],
)
def test_capitalised(text: str, expected: set[str]) -> None:
    """Words with a capital inside a sentence are written as names, where capitals tell anything."""
    assert capitalised(text) == expected


@given(st.lists(st.text(alphabet=st.sampled_from("aB Яя.«-1_ह\u0902"), max_size=8), max_size=4))
def test_pieces(pieces: list[str]) -> None:
    """A text that is cut at its spaces has the same capitals as the whole."""
    cut = [f"{piece} " for piece in pieces]

    assert capitalised_in([capitals_of(piece) for piece in cut]) == capitalised("".join(cut))

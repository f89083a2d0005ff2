"""Tests of cells: values find their way back whatever they hold, and none is calculated."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.curation.exchange.cells import joined, parted, plain, safe

TEXTS = st.text("a|\\ '=+-@", max_size=8).map(lambda text: " ".join(text.split()))


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_values_of_a_cell(values: list[str]) -> None:
    """Several values in a cell are the same values again, unless all of them are empty."""
    assert parted(joined(values)) == (tuple(values) if any(values) else ("",))


@given(st.one_of(st.text(max_size=5), TEXTS))
def test_no_text_is_a_formula(text: str) -> None:
    """No text begins as a formula once it is written, and it is read as it was."""
    assert not safe(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert plain(safe(text)) == text

"""Tests of how people correct themselves."""

from __future__ import annotations

import pytest

from bot.matching.text.tokenizer import tokenise
from bot.matching.understanding.disfluency import without_reparanda


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Otar, no, the Umroi exercise", ("the otar the umroi exercise", 2)),
        ("the Otar, no wait, the Umroi exercise", ("the otar the umroi exercise", 2)),
        ("the Otar, I mean the Umroi exercise", ("the otar the umroi exercise", 2)),
        ("Otar oops Umroi scratch that Auli", ("otar umroi auli", 2)),  # the last one counts
        ("2018, no, 2019", ("2018 2019", 1)),
        ("2018 actually 2019", ("2018 2019", 1)),
        ("2018 нет 2019", ("2018 2019", 1)),
        ("2019, not 2018", ("2019", 0)),
        ("it was not 2018", ("it was not 2018", 0)),
        ("actually where was it", ("actually where was it", 0)),
        ("there is no Otar here", ("there is no otar here", 0)),
        ("no tanks came", ("no tanks came", 0)),
        ("where was it, sorry", ("where was it sorry", 0)),  # nothing follows
        ("where was it no where is it", ("where was it where is it", 3)),
        ("i mean where was it", ("i mean where was it", 0)),
        ("", ("", 0)),
    ],
)
def test_repairs(text: str, expected: tuple[str, int]) -> None:
    """The words of a correction go, and it is known how many words stand before the last one."""
    tokens, before = without_reparanda(tokenise(text))

    assert (" ".join(tokens), before) == expected

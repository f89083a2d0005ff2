"""Tests of dates in words."""

import pytest

from bot.factbase.model import PartialDate
from bot.replies.dates import in_words


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (PartialDate(2019, 1, 2), "2 January 2019"),
        (PartialDate(2019, 12), "December 2019"),
        (PartialDate(2019), "2019"),
    ],
)
def test_in_words(date: PartialDate, expected: str) -> None:
    """A date shows the parts that are known, the month as a word."""
    assert in_words(date) == expected

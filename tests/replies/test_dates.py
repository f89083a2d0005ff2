"""Tests of dates in words."""

import pytest

from bot.factbase.model import PartialDate
from bot.replies.dates import in_words


@pytest.mark.parametrize(
    ("date", "locale", "expected"),
    [
        (PartialDate(2019, 1, 2), "en_GB", "2 January 2019"),
        (PartialDate(2019, 12), "en_GB", "December 2019"),
        (PartialDate(2019), "en_GB", "2019"),
        (PartialDate(2019, 1, 2), "ru", "2 января 2019\u202fг."),
        (PartialDate(2019, 3), "ru", "март 2019\u202fг."),
        (PartialDate(2019), "ru", "2019"),
    ],
)
def test_in_words(date: PartialDate, locale: str, expected: str) -> None:
    """A date shows the parts that are known, the month as a word in its language."""
    assert in_words(date, locale) == expected

"""Tests of how names are written in the bot's own sentences."""

from __future__ import annotations

import pytest

from bot.matching.decision import Reason, Violation, Why
from bot.replies.catalogues import words_in
from bot.replies.why import block_in_words


@pytest.mark.parametrize(
    ("language", "name", "expected"),
    [
        ("en", "pakistan", "I have no sourced answer about Pakistan."),
        ("en", "пакистане", "I have no sourced answer about Pakistan."),
        ("ru", "pakistan", "Пакистан: об этом у меня нет ответа с источником."),
        ("en", "zorblax", "I have no sourced answer about zorblax."),
        ("en", "KAZIND 2031", "I have no sourced answer about KAZIND 2031."),
    ],
)
def test_a_country_is_written_properly(language: str, name: str, expected: str) -> None:
    """However somebody writes a country, the refusal has its name; any other name is as it was written."""
    assert words_in(language).reason(Reason(Why.NAME, (name,))) == expected


def test_a_country_that_rules_out() -> None:
    """So does what rules a fact out."""
    block = Violation("name", "pakistan", "kazakhstan")
    assert block_in_words(block, words_in("en")) == "another name (asked: Pakistan; there: Kazakhstan)"


@pytest.mark.parametrize(
    ("language", "count", "expected"),
    [
        ("en", 1, "I have 1 fact about KAZIND."),
        ("en", 1480, "I have 1,480 facts about KAZIND."),
        ("ru", 22, "KAZIND: у меня 22 факта."),
    ],
)
def test_what_is_held_of_a_name(language: str, count: int, expected: str) -> None:
    """The number of facts has the form that it takes."""
    assert words_in(language).reason(Reason(Why.BARE, name="KAZIND", count=count)) == expected

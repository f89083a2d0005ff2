"""Tests of Russian in Latin letters."""

from __future__ import annotations

import pytest

from bot.matching.text.romanised import in_cyrillic


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kto uchastvoval v uchenii", "кто uchastvoval в uchenii"),
        ("v kakom meste", "в каком meste"),
        ("skolko dlilis", "сколько dlilis"),
        ("who took part in v and na", "who took part in v and na"),  # nothing asks in Russian
        ("", ""),
    ],
)
def test_small_words_are_put_back(text: str, expected: str) -> None:
    """Question words and prepositions are read as Russian where the message asks in Russian."""
    assert " ".join(in_cyrillic(text.split())) == expected

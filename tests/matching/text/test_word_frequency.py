"""Tests of how common words are in general text."""

from __future__ import annotations

import pytest
import wordfreq

from bot.matching.text.tokenizer import fold, script_of
from bot.matching.text.word_frequency import is_rare, zipf


@pytest.mark.parametrize(("language", "script"), [("en", "latin"), ("ru", "cyrillic"), ("hi", "devanagari")])
def test_every_word_is_found_folded(language: str, script: str) -> None:
    """Each word of a list is as common as there, or more, under its folded form."""
    lacking = [
        word
        for centibels, words in enumerate(wordfreq.get_frequency_list(language, wordlist="small"))
        for word in words
        if script_of(fold(word)) == script and zipf(fold(word)) < 9.0 - centibels / 100
    ]

    assert lacking == []


def test_words_on_no_list() -> None:
    """A word that no list holds is rare."""
    assert is_rare("dustlik")
    assert not is_rare("exercise")

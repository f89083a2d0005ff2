"""Tests of the word lists."""

from __future__ import annotations

import pytest

from bot.matching.text.lexicon import LANGUAGES, document
from bot.matching.text.tokenizer import fold

# Lists that a language does not need, or does without.
NOT_THERE = {
    "en": {"latin_hindi"},
    "ru": {
        *("auxiliaries", "bare_contractions", "before_plain_no", "contractions", "durations", "irregular_forms"),
        *("latin_hindi", "saying_nothing"),
    },
    "hi": {
        *("auxiliaries", "bare_contractions", "before_plain_no", "contractions", "durations", "intents"),
        *("irregular_forms", "leads_to_question", "pleasantries", "saying_nothing", "small_words_of_names"),
        *("unit_suffixes",),
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_list(language: str) -> None:
    """A list that is missing or empty is known to be so."""
    lists = document(language)

    assert list(lists) == list(document("en"))
    assert {name for name, held in lists.items() if not held} == NOT_THERE[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_folded(language: str) -> None:
    """Words are written as the tokeniser writes them, so that they are found."""
    held = document(language).values()
    words = {word for of_list in held for text in texts_of(of_list) for word in text.split()}

    assert words
    assert {word for word in words if fold(word) != word} == set()


def texts_of(held: dict[str, list[str] | str] | list[str]) -> list[str]:
    """Return the texts of a list, whether it is given by key or not."""
    if isinstance(held, list):
        return held
    return [text for value in held.values() for text in (value if isinstance(value, list) else [value])]

"""Extracts which noun each country word modifies ("the Kazakh delegation"), and its direction ("uranium to India")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from bot.matching.text.countries import country_of
from bot.matching.text.lexicon import AUXILIARIES, LEADS_TO_QUESTION, LIGHT_WORDS, OPEN_QUESTION_WORDS, QUESTION_WORDS
from bot.matching.text.stemmer import stem

CountryModifier: TypeAlias = tuple[str, str]  # a country's code, the term of the noun that it modifies
CountryDirection: TypeAlias = tuple[str, str]  # to, from or in; a country's code

_SKIPPED: Final = frozenset({"the", "a", "an", "s", "joint", "1#", "and", "и", "और"})
_SMALL: Final = LIGHT_WORDS | AUXILIARIES | LEADS_TO_QUESTION | frozenset(QUESTION_WORDS) | OPEN_QUESTION_WORDS
# "India visit" may be a visit to India or of India.
_EITHER_WAY: Final = frozenset(
    stem(word)
    for word in (
        *("visit", "trip", "tour", "journey", "flight", "stay", "talk", "meeting"),
        *("deal", "agreement", "trade", "relations"),
    )
)
_BEFORE: Final = {"to": "to", "into": "to", "from": "from", "in": "in", "inside": "in", "в": "in", "из": "from"}
_BEHIND: Final = {"में": "in", "mein": "in", "me": "in", "से": "from", "se": "from"}
_NEAR: Final = 2  # words behind a country that it may modify


def country_modifiers(texts: Iterable[Sequence[str]]) -> frozenset[CountryModifier]:
    """Return the nouns that country words modify in texts."""
    return frozenset(modifier for tokens in texts for modifier in _modifiers(tokens))


def countries(texts: Iterable[Iterable[str]]) -> frozenset[str]:
    """Return the codes of the countries that texts name."""
    return frozenset(code for tokens in texts for token in tokens if (code := country_of(token)))


def country_directions(texts: Iterable[Sequence[str]]) -> frozenset[CountryDirection]:
    """Return from which countries things come, and to or in which they go or are."""
    return frozenset(direction for tokens in texts for direction in _directions(tokens))


def _directions(tokens: Sequence[str]) -> Iterator[CountryDirection]:
    words = [token for token in tokens if token not in _SKIPPED]
    for position, word in enumerate(words):
        code = country_of(word)
        if code is None:
            continue
        before, behind = words[position - 1] if position else "", words[position + 1 : position + 2]
        if before in _BEFORE:
            yield _BEFORE[before], code
        if behind and behind[0] in _BEHIND:
            yield _BEHIND[behind[0]], code


def _modifiers(tokens: Sequence[str]) -> Iterator[CountryModifier]:
    words = [token for token in tokens if token not in _SKIPPED]
    for position, word in enumerate(words):
        code = country_of(word)
        if code is None:
            continue
        behind = position + 1
        while behind < len(words) and country_of(words[behind]):  # "Indian and Kazakh soldiers" are of both
            behind += 1
        for own in words[behind : behind + _NEAR]:
            if not own.isalpha() or own in _SMALL or stem(own) in _EITHER_WAY or country_of(own):
                break
            yield code, stem(own)
        is_noun = behind == len(words) or words[behind] in _SMALL  # "of Kazakhstan", not "of the Kazakh visit"
        if position >= 2 and words[position - 1] == "of" and is_noun:
            yield code, stem(words[position - 2])

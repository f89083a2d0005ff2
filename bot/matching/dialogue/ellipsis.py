"""Finds what a question leaves to the one before it: the thing it is about, or what it asks.

"And in 2019?", "when?" and "who took part" name nothing; "and KAZIND 2019?" asks nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from bot.matching.dialogue.small_talk import MOST_WORDS
from bot.matching.matcher import Matcher
from bot.matching.text.countries import country_of
from bot.matching.text.lexicon import (
    AUXILIARIES,
    KIND_NOUNS,
    LEADING,
    LIGHT_WORDS,
    OPEN_QUESTION_WORDS,
    PERSONAL,
    POINTING,
    QUESTION_WORDS,
    SMALL_TALK,
)
from bot.matching.text.stemmer import stem
from bot.matching.text.token_class import constraint_kind, is_constraint
from bot.matching.understanding.entity_linker import leads_on, names_in

_ASKING: Final = QUESTION_WORDS.keys() | OPEN_QUESTION_WORDS | KIND_NOUNS.keys() | AUXILIARIES | LIGHT_WORDS
_NAMING_NOTHING: Final = _ASKING | LEADING | POINTING | PERSONAL | SMALL_TALK
_NAMES: Final = frozenset({"name", "designator"})
_IT: Final = frozenset({"it", "them", "him", "her"})
_ABOUT: Final = (("what", "about"), ("how", "about"), ("что", "насчет"), ("как", "насчет"))


class MissingPart(StrEnum):
    """What a question leaves to the one before it."""

    THING = "names nothing that it is about"
    QUESTION = "names something and asks nothing of it"


def missing_part(text: str, matcher: Matcher) -> MissingPart | None:
    """Return what a question leaves out; None where it is whole.

    Only of short questions, since a longer one says itself what it is about, and not of a text that asks nothing.
    """
    tokens = matcher.reader.read(text, corrections=False).tokens
    if not tokens or len(tokens) > MOST_WORDS:
        return None
    names = names_in(tokens, matcher.linker)
    if not names:
        return None if _names_something(tokens, matcher) else MissingPart.THING
    return MissingPart.QUESTION if _is_bare(text, tokens, names, matcher) else None


def _names_something(tokens: Sequence[str], matcher: Matcher) -> bool:
    """Return whether any word may be what a question is about."""
    if any(is_constraint(token) and constraint_kind(token) in _NAMES for token in tokens):
        return True
    words = [token for token in tokens if not is_constraint(token) and token not in _NAMING_NOTHING]
    if words and all(country_of(word) is not None for word in words):
        return True
    telling = {stem(word) for word in words}
    if len(telling) <= 1 and len(tokens) > 1 and tokens[-1] in _IT and tokens[-2] not in AUXILIARIES:
        return False  # who paid for it?
    return bool(telling) and not any(telling <= stems for stems in matcher.texts.stems_by_kind)


def _is_bare(text: str, tokens: Sequence[str], names: Sequence[str], matcher: Matcher) -> bool:
    """Return whether a question is a name and words that lead to it, or a name alone that several facts are about."""
    named = {token for name in names for token in matcher.read(name).tokens}
    rest = [token for token in tokens if token not in named]
    if any(token not in LEADING and token not in POINTING for token in rest):
        return False
    if leads_on(text) or tuple(tokens[:2]) in _ABOUT:
        return True
    return len(names) == 1 and not rest and matcher.texts.facts_about[names[0]] > 1

"""A phrasing → the same with a name as others write it: joined, parted, in another of its spellings."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Final

from bot.curation.english import ORDINALS
from bot.curation.holdings import Holdings
from bot.curation.texts import words

_VERY_LONG: Final = 8  # shorter words may fall into two others
_INNER_CAPITAL: Final = re.compile(r"(?<=[a-z])[A-Z]")
_NOT_JOINED: Final = frozenset({*ORDINALS, "ex", "s"})
_LETTERS: Final = re.compile(r"[^\W\d_]+")


def joined(phrase: str, holdings: Holdings, chance: Random) -> str | None:
    """Write a name of one or two words as one, a number behind it included: kazind18."""
    return _with_name(phrase, holdings, chance, lambda text: _joined(text, chance))


def _joined(text: str, chance: Random) -> str | None:
    parts = words(text)
    letters = [part for part in parts if not part.isdecimal()]
    if len(parts) < 2 or len(letters) > 2 or parts[0].isdecimal() or parts[0] in _NOT_JOINED:
        return None
    whole = "".join(re.findall(r"\d+|[^\W\d_]+", text))
    return whole if chance.random() < 0.5 else whole.lower()


def split(phrase: str, holdings: Holdings, chance: Random) -> str | None:
    """Part a name where it is joined, or in the middle of a long word."""
    return _with_name(phrase, holdings, chance, lambda text: _split(text, chance))


def _split(text: str, chance: Random) -> str | None:
    if "-" in text:
        return text.replace("-", " ")
    inner = _INNER_CAPITAL.search(text)
    if inner:
        return f"{text[: inner.start()]} {text[inner.start() :]}"
    long = [match for match in _LETTERS.finditer(text) if len(match.group()) >= _VERY_LONG]
    if not long:
        return None
    match = chance.choice([m for m in long if m.group()[0].isupper()] or long)
    at = match.start() + chance.randrange(3, len(match.group()) - 2)
    return f"{text[:at]} {text[at:]}"


def other_spelling(phrase: str, holdings: Holdings, chance: Random) -> str | None:
    """Write a name in another of its spellings."""
    mention = holdings.a_mention(phrase, chance)
    if mention is None:
        return None
    spellings = [
        spelling.text
        for spelling in holdings.base.names[mention.name].spellings
        if spelling.text.isascii() and spelling.text != phrase[mention.start : mention.end]
    ]
    return mention.replaced(phrase, chance.choice(spellings)) if spellings else None


def _with_name(
    phrase: str, holdings: Holdings, chance: Random, alter: Callable[[str], str | None]
) -> str | None:
    mention = holdings.a_mention(phrase, chance)
    if mention is None:
        return None
    spellings = [s.text for s in holdings.base.names[mention.name].spellings if s.text.isascii()]
    written = phrase[mention.start : mention.end]
    text = written if chance.random() < 0.5 or not spellings else chance.choice(spellings)
    other = alter(text) or alter(written)
    return mention.replaced(phrase, other) if other else None

"""Misspells one or two words of a phrasing as people in a hurry do, and respells names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from random import Random
from typing import Final

from bot.curation.robustness.base_profile import BaseProfile
from bot.curation.robustness.lexicon import NUMBER_WORDS, ORDINALS, OTHER_QUESTION_WORDS, QUESTION_WORDS, SMALL_WORDS
from bot.curation.robustness.text import words

KEYBOARDS: Final = (("qwertyuiop", "asdfghjkl", "zxcvbnm"), ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"))

_LONG: Final = 5  # letters of a word that is still clear with a slip
_TRIES: Final = 12
_LETTERS: Final = re.compile(r"[^\W\d_]+")
# A slip in these is no small thing.
_EXACT: Final = QUESTION_WORDS | OTHER_QUESTION_WORDS | SMALL_WORDS | {*ORDINALS, *NUMBER_WORDS}


def _neighbours() -> dict[str, str]:
    near: dict[str, str] = defaultdict(str)
    for rows in KEYBOARDS:
        for number, row in enumerate(rows):
            for column, letter in enumerate(row):
                near[letter] += row[max(0, column - 1) : column] + row[column + 1 : column + 2]
                if number + 1 < len(rows):
                    near[letter] += rows[number + 1][column : column + 1]
    return dict(near)


NEIGHBOURS: Final = _neighbours()


def next_key(word: str, chance: Random) -> str:
    """Replace a letter by its neighbour on the keyboard, anywhere but at the beginning."""
    at = chance.randrange(1, len(word))
    keys = NEIGHBOURS.get(word[at].lower(), "")
    return word[:at] + chance.choice(keys) + word[at + 1 :] if keys else word


def left_out(word: str, chance: Random) -> str:
    """Leave out a letter, anywhere but at the beginning."""
    at = chance.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def doubled(word: str, chance: Random) -> str:
    """Type a letter twice."""
    at = chance.randrange(1, len(word))
    return word[:at] + word[at] + word[at:]


def exchanged(word: str, chance: Random) -> str:
    """Swap two neighbouring letters, anywhere but at the beginning."""
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


SLIPS: Final = (next_key, left_out, doubled, exchanged)


def slip(phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Misspell one long word."""
    return _misspell(phrase, _long_words(phrase), holdings, chance)


def name_slip(phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Misspell a long word of a name."""
    mentions = holdings.mentions(phrase)
    inside = [match for match in _long_words(phrase) if any(m.start <= match.start() < m.end for m in mentions)]
    return _misspell(phrase, inside, holdings, chance)


def two_slips(phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Misspell two long words."""
    once = slip(phrase, holdings, chance)
    if once is None:
        return None
    left = [match for match in _long_words(once) if match.group() in phrase]
    return _misspell(once, left, holdings, chance)


def _long_words(phrase: str) -> list[re.Match[str]]:
    return [
        match
        for match in _LETTERS.finditer(phrase)
        if len(match.group()) >= _LONG and match.group().casefold() not in _EXACT
    ]


def _misspell(phrase: str, places: list[re.Match[str]], holdings: BaseProfile, chance: Random) -> str | None:
    for _ in range(_TRIES if places else 0):
        match = chance.choice(places)
        word = match.group()
        wrong = chance.choice(SLIPS)(word, chance)
        if wrong != word and holdings.is_slip_of(wrong.casefold(), word.casefold()):
            return phrase[: match.start()] + wrong + phrase[match.end() :]
    return None


_VERY_LONG: Final = 8  # shorter words may fall into two others
_INNER_CAPITAL: Final = re.compile(r"(?<=[a-z])[A-Z]")
_NOT_JOINED: Final = frozenset({*ORDINALS, "ex", "s"})


def joined(phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Write a name of one or two words as one word, with a number after it: kazind18."""
    return _with_name(phrase, holdings, chance, lambda text: _joined(text, chance))


def _joined(text: str, chance: Random) -> str | None:
    parts = words(text)
    letters = [part for part in parts if not part.isdecimal()]
    if len(parts) < 2 or len(letters) > 2 or parts[0].isdecimal() or parts[0] in _NOT_JOINED:
        return None
    whole = "".join(re.findall(r"\d+|[^\W\d_]+", text))
    return whole if chance.random() < 0.5 else whole.lower()


def split(phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Split a name where its parts are joined, or a long word in the middle."""
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


def other_spelling(phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
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


def _with_name(phrase: str, holdings: BaseProfile, chance: Random, alter: Callable[[str], str | None]) -> str | None:
    mention = holdings.a_mention(phrase, chance)
    if mention is None:
        return None
    spellings = [s.text for s in holdings.base.names[mention.name].spellings if s.text.isascii()]
    written = phrase[mention.start : mention.end]
    text = written if chance.random() < 0.5 or not spellings else chance.choice(spellings)
    other = alter(text) or alter(written)
    return mention.replaced(phrase, other) if other else None

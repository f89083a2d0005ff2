"""Recognises numbers, years and ordinals among tokens, and turns number words into digits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.matching.text.lexicon import NUMBER_UNITS, ORDINAL_WORDS

_NUMBER: Final = re.compile(r"\d+(?:[.:]\d+)*\Z")
_YEAR: Final = re.compile(r"(?:1[5-9]|20|21)\d\d\Z")
# From II to XX, without V and X, which stand for other things as well.
ROMAN_NUMERALS: Final = {
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "xi": "11",
    "xii": "12",
    "xiii": "13",
    "xiv": "14",
    "xv": "15",
    "xvi": "16",
    "xvii": "17",
    "xviii": "18",
    "xix": "19",
    "xx": "20",
}
_CENTURIES: Final = range(15, 22)  # "nineteen fifty six" is a year


def is_number(token: str) -> bool:
    """Return whether a token is a number, a year included."""
    return _NUMBER.match(token) is not None


def is_year(token: str) -> bool:
    """Return whether a token reads as a year, 1500 to 2199."""
    return _YEAR.match(token) is not None


def is_ordinal(token: str) -> bool:
    """Return whether a token is an ordinal as the tokeniser writes it, such as 3#."""
    return token[0].isdigit() and token.endswith("#")


def join_number_words(tokens: Sequence[str]) -> list[str]:
    """Turn number words into digits: "twenty one" is 21, "nineteen fifty six" is 1956, "third" is 3#.

    A lone "one" stays a word: in a question it is nearly always a pronoun.
    """
    out: list[str] = []
    position = 0
    while position < len(tokens):
        values, end = _number_words_from(tokens, position)
        if values and values != [1]:
            if end < len(tokens) and ORDINAL_WORDS.get(tokens[end], 99) < 10 and values[-1] in range(20, 100, 10):
                values.append(ORDINAL_WORDS[tokens[end]])
                out.append(f"{_spoken_value(values)}#")
                end += 1
            else:
                out.append(str(_spoken_value(values)))
            position = end
            continue
        word = tokens[position]
        out.append(f"{ORDINAL_WORDS[word]}#" if word in ORDINAL_WORDS else word)
        position += 1
    return out


def _number_words_from(tokens: Sequence[str], position: int) -> tuple[list[int], int]:
    """Return the values of the number words from a position on, and their end; "and" joins hundreds to the rest."""
    values: list[int] = []
    while position < len(tokens):
        if tokens[position] in NUMBER_UNITS:
            values.append(NUMBER_UNITS[tokens[position]])
        elif not (
            tokens[position] == "and"
            and values
            and values[-1] >= 100
            and position + 1 < len(tokens)
            and NUMBER_UNITS.get(tokens[position + 1], 100) < 100
        ):
            break
        position += 1
    return values, position


def _spoken_value(values: Sequence[int]) -> int:
    """Return the number that a run of number words says; two below a hundred, the first from 15 to 21, are a year."""
    if len(values) >= 2 and values[0] in _CENTURIES and all(value < 100 for value in values[1:]):
        tail = sum(values[1:])
        if 10 <= tail < 100:
            return values[0] * 100 + tail
    total = current = 0
    for value in values:
        if value == 100:
            current = max(current, 1) * 100
        elif value >= 1000:
            total += max(current, 1) * value
            current = 0
        else:
            current += value
    return total + current

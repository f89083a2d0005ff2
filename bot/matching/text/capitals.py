"""Finds the words that are written with a capital inside a sentence, which are likely names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.matching.text.tokenizer import LETTER, MARK, MAX_CHARACTERS, fold

_ASCII_WORD = re.compile(r"[A-Za-z]{2,}")
_WORD = re.compile(rf"{LETTER}(?:{LETTER}|{MARK})+")
_OPENERS = " \t\"'«»“”‘’([{¿¡-–—@#*"
_SENTENCE_ENDS = ".!?:;…\n"
_FEW_WORDS = 2  # of which all may be names
_NEARLY_ALL = 0.8  # of the words: so many capitals tell nothing


@dataclass(frozen=True, slots=True)
class Capitals:
    """The words of a piece of text and how they are written."""

    words: int  # of two letters and more
    upper: int  # of these, how many are not in lower case
    first: str  # the folded word with a capital that has no letter before it; "" where there is none
    inside: tuple[str, ...]  # the other folded words with a capital that begin no sentence
    end: str  # the last character that no sentence could open with; "" where there is none


def capitals_of(text: str) -> Capitals:
    """Look at a piece of text, which ends between two words."""
    found = list((_ASCII_WORD if text.isascii() else _WORD).finditer(text))
    first, inside, upper = "", [], 0
    for match in found:
        word = match[0]
        upper += not word[0].islower()
        if word[0].isupper():
            before = text[: match.start()].rstrip(_OPENERS)
            if not before:
                first = fold(word)
            elif before[-1] not in _SENTENCE_ENDS:
                inside.append(fold(word))
    return Capitals(len(found), upper, first, tuple(inside), text.rstrip(_OPENERS)[-1:])


def capitalised(text: str) -> frozenset[str]:
    """Return the folded words written with a capital inside a sentence.

    None where capitals tell nothing: in a text all in capitals, or with a capital on nearly every word.
    """
    if text[1:].islower():
        return frozenset()  # the first letter begins a sentence
    return capitalised_in([capitals_of(text[:MAX_CHARACTERS])])


def capitalised_in(pieces: Sequence[Capitals]) -> frozenset[str]:
    """Return what `capitalised` does, for a text that is cut into pieces between two words."""
    before = ""
    found: list[str] = []
    words = upper = 0
    for piece in pieces:
        words += piece.words
        upper += piece.upper
        if piece.first and before and before not in _SENTENCE_ENDS:
            found.append(piece.first)
        found += piece.inside
        before = piece.end or before
    if not found or (words > _FEW_WORDS and upper > _NEARLY_ALL * words):
        return frozenset()
    return frozenset(found)

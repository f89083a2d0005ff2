"""Finds where people correct themselves ("the Otar, no, the Umroi exercise") and drops the words of the correction."""

from __future__ import annotations

from collections.abc import Sequence

from bot.matching.text.lexicon import BEFORE_PLAIN_NO, CORRECTIONS, OPEN_QUESTION_WORDS, QUESTION_WORDS
from bot.matching.text.numerals import is_number

_BY_FIRST_WORD = {first: [p for p in CORRECTIONS if p[0] == first] for first in {p[0] for p in CORRECTIONS}}
# These correct a number where another follows.
_SOFT_CORRECTIONS = frozenset({"no", "rather", "actually", "erm", "like", "sorry", "wait", "instead", "нет", "नहीं"})


def without_reparanda(tokens: list[str]) -> tuple[list[str], int]:
    """Return the tokens without the words of corrections, and how many of them stand before the last correction."""
    out: list[str] = []
    corrected = 0
    position = 0
    while position < len(tokens):
        if tokens[position] == "not" and _replaces_number(tokens, position):
            position += 2
            continue
        size = _correction_at(tokens, position)
        if size and position + size < len(tokens):
            corrected = len(out)
            position += size
        else:
            out.append(tokens[position])
            position += 1
    return out, corrected


def _correction_at(tokens: Sequence[str], position: int) -> int:
    """Return the length of the correction that begins at a position, 0 when none does."""
    token = tokens[position]
    if position == 0 and token in ("no", "i", "make", "rather"):
        return 0
    for phrase in _BY_FIRST_WORD.get(token, ()):
        if tuple(tokens[position : position + len(phrase)]) == phrase:
            return len(phrase)
    if token in _SOFT_CORRECTIONS and _between_numbers(tokens, position):
        return 1
    if token == "no":
        following = tokens[position + 1 : position + 4]
        if any(word in QUESTION_WORDS or word in OPEN_QUESTION_WORDS for word in following):
            return 1
        if following and is_number(following[0]):
            return 0
        return 0 if tokens[position - 1] in BEFORE_PLAIN_NO else 1
    return 0


def _replaces_number(tokens: Sequence[str], position: int) -> bool:
    """Return whether "not" only sets one number against another ("2021, not 2022")."""
    following = tokens[position + 1 : position + 2]
    return bool(following) and is_number(following[0]) and any(is_number(t) for t in tokens[:position])


def _between_numbers(tokens: Sequence[str], position: int) -> bool:
    """Return whether a number stands before a position and another behind it ("2018, no, 2019")."""
    return any(t[0].isdigit() for t in tokens[max(0, position - 2) : position]) and any(
        t[0].isdigit() for t in tokens[position + 1 : position + 4]
    )

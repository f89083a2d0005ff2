"""Tokens → what is left when people correct themselves ("the Otar, no, the Umroi exercise")."""

from __future__ import annotations

from collections.abc import Sequence

from bot.matching.text.lexicon import BEFORE_PLAIN_NO, OPEN_QUESTION_WORDS, QUESTION_WORDS, REPAIRS
from bot.matching.text.tokenizer import is_number

_REPAIRS_BY_FIRST = {first: [p for p in REPAIRS if p[0] == first] for first in {p[0] for p in REPAIRS}}
# These take a number back, where another follows.
_SOFT_REPAIRS = frozenset({"no", "rather", "actually", "erm", "like", "sorry", "wait", "instead", "нет", "नहीं"})


def without_reparanda(tokens: list[str]) -> tuple[list[str], int]:
    """Drop the words of corrections; also give how many tokens stand before the last one."""
    out: list[str] = []
    corrected = 0
    position = 0
    while position < len(tokens):
        if tokens[position] == "not" and _takes_number_back(tokens, position):
            position += 2
            continue
        size = _repair_at(tokens, position)
        if size and position + size < len(tokens):
            corrected = len(out)
            position += size
        else:
            out.append(tokens[position])
            position += 1
    return out, corrected


def _repair_at(tokens: Sequence[str], position: int) -> int:
    """The length of the correction that begins here, 0 when none does."""
    token = tokens[position]
    if position == 0 and token in ("no", "i", "make", "rather"):
        return 0
    for phrase in _REPAIRS_BY_FIRST.get(token, ()):
        if tuple(tokens[position : position + len(phrase)]) == phrase:
            return len(phrase)
    if token in _SOFT_REPAIRS and _between_numbers(tokens, position):
        return 1
    if token == "no":
        following = tokens[position + 1 : position + 4]
        if any(word in QUESTION_WORDS or word in OPEN_QUESTION_WORDS for word in following):
            return 1
        if following and is_number(following[0]):
            return 0
        return 0 if tokens[position - 1] in BEFORE_PLAIN_NO else 1
    return 0


def _takes_number_back(tokens: Sequence[str], position: int) -> bool:
    """Whether "not" only sets one number against another ("2021, not 2022")."""
    following = tokens[position + 1 : position + 2]
    return bool(following) and is_number(following[0]) and any(is_number(t) for t in tokens[:position])


def _between_numbers(tokens: Sequence[str], position: int) -> bool:
    """Whether a number stands before and another behind ("2018, no, 2019")."""
    return any(t[0].isdigit() for t in tokens[max(0, position - 2) : position]) and any(
        t[0].isdigit() for t in tokens[position + 1 : position + 4]
    )

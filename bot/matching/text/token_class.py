"""Hard tokens: what must agree between a question and a fact before any score counts.

Years, numbers, ordinals, designators, names, negation, and the explicit question word.
"""

from __future__ import annotations

from bot.matching.text.tokenizer import is_number, is_ordinal, is_year


def is_hard(token: str) -> bool:
    """Whether a token is a year, number, ordinal, designator or name."""
    return token[0] == "=" or token[0].isdigit()


def kind_of(token: str) -> str:
    """Name the kind of a hard token as `Block.kind` does."""
    if token[0] == "=":
        return "name"
    if is_year(token):
        return "year"
    if is_ordinal(token):
        return "ordinal"
    return "number" if is_number(token) else "designator"

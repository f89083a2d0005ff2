"""Tells constraints from words among tokens: what must agree between a question and a fact before any score counts."""

from __future__ import annotations

from bot.matching.text.numerals import is_number, is_ordinal, is_year


def is_constraint(token: str) -> bool:
    """Return whether a token is a year, number, ordinal, designator or name."""
    return token[0] == "=" or token[0].isdigit()


def constraint_kind(token: str) -> str:
    """Return the kind of a constraint, as `Violation.kind` names it."""
    if token[0] == "=":
        return "name"
    if is_year(token):
        return "year"
    if is_ordinal(token):
        return "ordinal"
    return "number" if is_number(token) else "designator"

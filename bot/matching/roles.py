"""Who does what to whom: names that changed places between a question and a fact ("supply to India", "to Kazakhstan").

A name is bound to the word before it. Names changed places where a word that binds one name in the fact binds another of
the fact's names in the question.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.matching.countries import country_of
from bot.matching.query import Query
from bot.matching.words import stem

_SKIPPED = frozenset({"the", "a", "an", "s"})
_NO_BOND = frozenset({"and", "or", "in", "of", "with", "between", "both", "at", "from", "и", "в", "с", "на", "между", "और", "में"})


@dataclass(frozen=True, slots=True)
class Roles:
    """The names of a text, countries as codes, and the pairs of a word and the name that follows it."""

    names: frozenset[str]
    bonds: frozenset[tuple[str, str]]


def roles(query: Query, known: Iterable[str] = ()) -> Roles:
    """Bind each name to the word before it; `known` are names of the fact, which a question may write small."""
    held = frozenset(known)
    words = [_named(token, query.cased) for token in query.tokens[query.taken_back[1] :] if token not in _SKIPPED]
    names = frozenset(word for word, is_name in words if is_name or word in held)
    bonds = {
        (before, word)
        for (before, _), (word, _) in zip(words, words[1:], strict=False)
        if word in names and before not in names and before not in _NO_BOND
    }
    return Roles(names, frozenset(bonds))


def _named(token: str, cased: frozenset[str]) -> tuple[str, bool]:
    code = None if token[0] == "=" else country_of(token)
    return code or stem(token), code is not None or token[0] == "=" or token in cased


def changed_places(asked: Roles, held: Iterable[Roles]) -> tuple[str, str] | None:
    """Give the bond of the question that no phrasing has, where a phrasing binds another name; None if roles agree."""
    found = None
    for phrasing in held:
        if asked.bonds & phrasing.bonds:
            return None
        if len(phrasing.names) < 2:
            continue
        bound = dict(phrasing.bonds)
        for before, name in sorted(asked.bonds):
            other = bound.get(before)
            if other is not None and other != name and name in phrasing.names and other in asked.names:
                found = found or (f"{before} {name}", f"{before} {other}")
    return found

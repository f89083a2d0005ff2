"""Finds names that changed places between a question and a fact ("supply to India", "supply to Kazakhstan").

A name is bound to the word before it. Names changed places where a word that binds one name in the fact binds another
of the fact's names in the question.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from bot.matching.text.countries import country_of
from bot.matching.text.stemmer import stem
from bot.matching.text.word_frequency import zipf
from bot.matching.understanding.query import Query

_SKIPPED = frozenset({"the", "a", "an", "s"})
_NO_BOND = frozenset(
    {
        "and",
        "or",
        "in",
        "of",
        "with",
        "between",
        "both",
        "at",
        "from",
        "и",
        "в",
        "с",
        "на",
        "между",
        "और",
        "में",
    }
)


_COMMON = 5.0  # Zipf value from which a capital makes no name


@dataclass(frozen=True, slots=True)
class Roles:
    """The names of a text, countries as codes, and the pairs of a word and the name that follows it."""

    names: frozenset[str]
    bonds: frozenset[tuple[str, str]]


def roles(query: Query, known: Iterable[str] = ()) -> Roles:
    """Bind each name to the word before it; `known` are names of the fact, which a question may write in lower case."""
    held = frozenset(known)
    words = [_named(token, query.cased) for token in query.tokens[query.reparandum[1] :] if token not in _SKIPPED]
    names = frozenset(word for word, is_name in words if is_name or word in held)
    bonds = {
        (before, word)
        for (before, _), (word, _) in pairwise(words)
        if word in names and before not in names and (before not in _NO_BOND or _is_renamed(before, word))
    }
    return Roles(names, frozenset(bonds))


def _is_renamed(before: str, word: str) -> bool:
    """Return whether "в" stands before a name: Russian says it of what something becomes as well as of a place."""
    return before == "в" and word[0] == "="


def _named(token: str, cased: frozenset[str]) -> tuple[str, bool]:
    if token[0] == "=":
        return token, True
    code = country_of(token)
    return code or stem(token), code is not None or (token in cased and zipf(token) < _COMMON)


def changed_places(asked: Roles, held: Iterable[Roles]) -> tuple[str, str] | None:
    """Return the question's bond that no phrasing has, and the phrasing's bond in its place; None where roles agree."""
    bonds = sorted(asked.bonds)
    phrasings = [phrasing for phrasing in held if len(phrasing.names) > 1]
    for before, name in bonds:
        if any((before, name) in phrasing.bonds for phrasing in held):
            continue
        for phrasing in phrasings:
            for bound, other in sorted(phrasing.bonds):
                if bound == before and other != name and name in phrasing.names and other in asked.names:
                    return f"{before} {name}", f"{before} {other}"
    return None

"""A question beside the fact that fits it best → whether it asks for something else in nearly the same words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.factbase.model import Status
from bot.matching.belonging import countries, ties, ways
from bot.matching.countries import country_of
from bot.matching.index import Index, IndexedPhrase
from bot.matching.lexicon import OPENINGS
from bot.matching.normalise import is_ordinal, is_year
from bot.matching.opposites import ASKED_FOR, BEYOND, INTENTS, QUALIFIERS, opposed
from bot.matching.query import Query
from bot.matching.words import stem

_LEADS: Final = frozenset({"with", "for", "from", "to", "by", "of", "against", "since", "until", "till"})
# Not those that also open a question to be answered with yes or no.
_WHICH: Final = frozenset(word for word, asks in OPENINGS.items() if asks == "what") - {"क्या", "kya"} | {"what"}
_ASKS_WHOM: Final = frozenset({"who", "whom", "which", "what", "when", "where"})


def is_turned(query: Query, indexed: IndexedPhrase, index: Index) -> bool:
    """Whether opposites, a rank, a side, a direction or the thing asked for differ."""
    return query.tokens != indexed.query.tokens and (
        opposed(frozenset(map(stem, query.tokens)), frozenset(indexed.terms))
        or _lacks_rank(query, indexed)
        or _lacks_qualifier(query, indexed, index)
        or _is_of_another_country(query, indexed, index)
        or _goes_another_way(query, indexed, index)
        or _asks_for_another_thing(query, indexed, index)
        or _leads_otherwise(query, indexed, index)
        or _asks_for_another_kind(query, indexed, index)
    )


def is_beyond(token: str) -> bool:
    """Whether a word that no phrasing of a fact has asks beyond the fact, however light it is."""
    return stem(token) in BEYOND


def _lacks_rank(query: Query, indexed: IndexedPhrase) -> bool:
    """Whether the first, second … of several is held, and the question names none."""
    return any(map(is_ordinal, indexed.query.tokens)) and not any(map(is_ordinal, query.tokens))


def _lacks_qualifier(query: Query, indexed: IndexedPhrase, index: Index) -> bool:
    """Whether the vice president is held, what was wanted, or a span of years, and not so much is asked."""
    asked = set(map(stem, query.tokens))
    lacking = set(indexed.terms) - asked
    spans = [pair for pair in pairwise(indexed.query.tokens) if all(map(is_year, pair))]
    says_planned = bool(INTENTS & asked) or index.facts[indexed.fact].status is Status.PLANNED
    return (
        bool(QUALIFIERS & lacking)
        or (bool(INTENTS & lacking) and not says_planned)
        or any(len(asked.intersection(span)) == 1 for span in spans)
    )


def _is_of_another_country(query: Query, indexed: IndexedPhrase, index: Index) -> bool:
    """Whether a question ties to one country what the fact ties to another, or adds one that the fact leaves open."""
    held = index.ties[indexed.fact]
    for code, word in ties([query.tokens]):
        if (code, word) not in held and any(other != code and tied == word for other, tied in held):
            return True
    asked = countries([query.tokens])
    around, told = index.hard[indexed.fact].around, index.told_countries[indexed.fact]
    return len(asked) == 1 and asked <= around and not asked <= told


def _goes_another_way(query: Query, indexed: IndexedPhrase, index: Index) -> bool:
    """Whether a question says to a country, or in it, where the fact says from it, or nothing."""
    held, told = index.ways[indexed.fact], countries([indexed.query.tokens])
    return any(
        (way, code) not in held
        and not (way == "in" and (("to", code) in held or code in told))
        and not ("where" in query.kinds and code in index.answer_countries[indexed.fact])
        and (way == "in" or any(code == other for _, other in held))
        for way, code in ways([query.tokens])
    )


def _asks_for_another_thing(query: Query, indexed: IndexedPhrase, index: Index) -> bool:
    """Whether "which country" or "which Indian rocket" is asked of what has no country, or no Indian rocket."""
    tokens, fact = query.tokens, indexed.fact
    at = next((p + 1 for p, token in enumerate(tokens) if token in _WHICH), len(tokens))
    code = country_of(tokens[at]) if at < len(tokens) else None
    if code is not None:
        own = tokens[at + 1 : at + 2]
        is_held = any((code, stem(word)) in index.ties[fact] for word in own)
        return bool(own) and not is_held and code not in index.answer_countries[fact]
    return any(
        token in ASKED_FOR and index.terms(token).isdisjoint(index.usual[fact]) for token in tokens[at : at + 1]
    )


def _leads_otherwise(query: Query, indexed: IndexedPhrase, index: Index) -> bool:
    """Whether "with whom" is asked of what is held "for whom", or "until when" of what is held "since when"."""
    asked = _lead(query.tokens)
    held = {_lead(other.query.tokens) for other in index.by_fact[indexed.fact]}
    return asked is not None and asked not in held and any(held)


def _lead(tokens: Sequence[str]) -> str | None:
    for before, token in pairwise(tokens):
        if before in _LEADS and token in _ASKS_WHOM:
            return before
    return None


def _asks_for_another_kind(query: Query, indexed: IndexedPhrase, index: Index) -> bool:
    """Whether the question asks who, where, when or how many, or why, and no phrasing of the fact does."""
    if query.kinds and not query.kinds & index.hard[indexed.fact].kinds:
        return True
    is_special = query.opening == "why" or query.opening.startswith("how ")
    return is_special and all(other.query.opening != query.opening for other in index.by_fact[indexed.fact])

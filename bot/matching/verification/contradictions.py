"""Finds words that turn a question into another one: opposites, ranks, other countries, and words that ask for more."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.factbase.model import Status
from bot.matching.retrieval.index import Index, IndexedPhrase
from bot.matching.text.countries import country_of
from bot.matching.text.lexicon import ASKED_FOR, BEYOND, INTENTS, OPENINGS, OPPOSITES, QUALIFIERS
from bot.matching.text.numerals import is_ordinal, is_year
from bot.matching.text.stemmer import stem
from bot.matching.understanding.query import Query
from bot.matching.verification.country_relations import countries, country_directions, country_modifiers
from bot.matching.verification.fact_profile import FactProfile


def _by_term() -> dict[str, frozenset[tuple[int, int]]]:
    found: dict[str, frozenset[tuple[int, int]]] = {}
    for word, places in OPPOSITES.items():
        found[stem(word)] = found.get(stem(word), frozenset()) | places
    return found


_OPPOSITES: Final = _by_term()  # term → the matters of which it is one pole, and which
_QUALIFIERS: Final = frozenset(map(stem, QUALIFIERS))
_INTENTS: Final = frozenset(map(stem, INTENTS))
_BEYOND: Final = frozenset(map(stem, BEYOND))


def opposed(asked: frozenset[str], held: frozenset[str]) -> bool:
    """Return whether a question says one pole of a matter and a phrasing only the other; both are given as terms."""
    says, holds = _said(asked), _said(held)
    return any(
        (number, 1 - pole) in holds and (number, pole) not in holds and (number, 1 - pole) not in says
        for number, pole in says
    )


def _said(terms: frozenset[str]) -> frozenset[tuple[int, int]]:
    return frozenset().union(*(_OPPOSITES[term] for term in terms if term in _OPPOSITES))


_LEADS: Final = frozenset({"with", "for", "from", "to", "by", "of", "against", "since", "until", "till"})
# Not those that also open a question to be answered with yes or no.
_WHICH: Final = frozenset(word for word, asks in OPENINGS.items() if asks == "what") - {"क्या", "kya"} | {"what"}
_ASKS_WHOM: Final = frozenset({"who", "whom", "which", "what", "when", "where"})


def contradicts(query: Query, indexed: IndexedPhrase, index: Index, profile: FactProfile) -> bool:
    """Return whether a question asks for something else than a phrasing in nearly the same words.

    Checked are opposites, ranks, countries, directions and the thing or kind asked for; `profile` is that of the fact.
    """
    return query.tokens != indexed.query.tokens and (
        opposed(frozenset(map(stem, query.tokens)), frozenset(indexed.terms))
        or _lacks_rank(query, indexed)
        or _lacks_qualifier(query, indexed, index)
        or _is_of_another_country(query, profile)
        or _goes_another_way(query, indexed, profile)
        or _asks_for_another_thing(query, indexed, index, profile)
        or _leads_otherwise(query, indexed, index)
        or _asks_for_another_kind(query, indexed, index, profile)
    )


def asks_beyond(token: str) -> bool:
    """Return whether a word that no phrasing of a fact has asks for more than the fact says, however common it is."""
    return stem(token) in _BEYOND


def _lacks_rank(query: Query, indexed: IndexedPhrase) -> bool:
    """Return whether the phrasing says first, second … and the question does not."""
    return any(map(is_ordinal, indexed.query.tokens)) and not any(map(is_ordinal, query.tokens))


def _lacks_qualifier(query: Query, indexed: IndexedPhrase, index: Index) -> bool:
    """Return whether the phrasing is of a deputy, an intention or a span of years, and the question is not."""
    asked = set(map(stem, query.tokens))
    missing = set(indexed.terms) - asked
    spans = [pair for pair in pairwise(indexed.query.tokens) if all(map(is_year, pair))]
    says_planned = bool(_INTENTS & asked) or index.facts[indexed.fact].status is Status.PLANNED
    return (
        bool(_QUALIFIERS & missing)
        or (bool(_INTENTS & missing) and not says_planned)
        or any(len(asked.intersection(span)) == 1 for span in spans)
    )


def _is_of_another_country(query: Query, profile: FactProfile) -> bool:
    """Return whether a question says of one country what the fact says of another, or names another."""
    held = profile.modifiers
    for code, word in country_modifiers([query.tokens]):
        if (code, word) not in held and any(other != code and modified == word for other, modified in held):
            return True
    asked = countries([query.tokens])
    return len(asked) == 1 and asked <= profile.around and not asked <= profile.told_countries


def _goes_another_way(query: Query, indexed: IndexedPhrase, profile: FactProfile) -> bool:
    """Return whether a question says "to" or "in" a country where the fact says "from" it, or nothing."""
    held, told = profile.directions, countries([indexed.query.tokens])
    return any(
        (way, code) not in held
        and not (way == "in" and (("to", code) in held or code in told))
        and not ("where" in query.kinds and code in profile.answer_countries)
        and (way == "in" or any(code == other for _, other in held))
        for way, code in country_directions([query.tokens])
    )


def _asks_for_another_thing(query: Query, indexed: IndexedPhrase, index: Index, profile: FactProfile) -> bool:
    """Return whether "which country" or "which Indian rocket" is asked of a fact that has none."""
    tokens = query.tokens
    at = next((p + 1 for p, token in enumerate(tokens) if token in _WHICH), len(tokens))
    code = country_of(tokens[at]) if at < len(tokens) else None
    if code is not None:
        own = tokens[at + 1 : at + 2]
        is_held = any((code, stem(word)) in profile.modifiers for word in own)
        return bool(own) and not is_held and code not in profile.answer_countries
    return any(
        token in ASKED_FOR and index.terms(token).isdisjoint(index.usual[indexed.fact]) for token in tokens[at : at + 1]
    )


def _leads_otherwise(query: Query, indexed: IndexedPhrase, index: Index) -> bool:
    """Return whether "with whom" is asked where the fact says "for whom", or "until when" for "since when"."""
    asked = _lead(query.tokens)
    held = {_lead(other.query.tokens) for other in index.by_fact[indexed.fact]}
    return asked is not None and asked not in held and any(held)


def _lead(tokens: Sequence[str]) -> str | None:
    for before, token in pairwise(tokens):
        if before in _LEADS and token in _ASKS_WHOM:
            return before
    return None


def _asks_for_another_kind(query: Query, indexed: IndexedPhrase, index: Index, profile: FactProfile) -> bool:
    """Return whether the question asks who, where, when, how many or why, and no phrasing of the fact does."""
    if query.kinds and not query.kinds & profile.kinds:
        return True
    is_special = query.opening == "why" or query.opening.startswith("how ")
    return is_special and all(other.query.opening != query.opening for other in index.by_fact[indexed.fact])

"""Collects what a question must agree with, fact by fact: constraints, countries, directions and who does what to whom.

A profile is built when its fact is first a candidate, and kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.factbase.model import FactBase
from bot.matching.retrieval.index import Index
from bot.matching.text.numerals import is_year
from bot.matching.text.token_class import is_constraint
from bot.matching.text.tokenizer import tokenise
from bot.matching.understanding.entity_linker import EntityLinker
from bot.matching.understanding.query import Query
from bot.matching.verification.argument_roles import Roles, roles
from bot.matching.verification.country_relations import (
    CountryDirection,
    CountryModifier,
    countries,
    country_directions,
    country_modifiers,
)

_COMMON_SHARE = 0.5  # a number or country in fewer of a fact's phrasings is an example, not what the fact is about
_EXAMPLES = 3  # so many different numbers are examples, where none of them is in most phrasings
_PHRASINGS = 5  # fewer phrasings cannot tell
_KIND_SHARE = 0.3
_NAMED_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class FactProfile:
    """What a fact says over all its phrasings, its answer and the spellings of its names."""

    constraints: frozenset[str]
    context: frozenset[str]  # words of its answer, its topic and the spellings of its names
    answer: frozenset[str]  # words of its answer
    around: frozenset[str]  # codes of the countries in its context
    countries: frozenset[str]  # codes of the countries that it may be asked about
    is_named: bool  # it is about something with a name of its own, a country included
    kinds: frozenset[str]
    negated: frozenset[bool | None]  # several values where phrasings differ
    has_kind: bool  # the kinds are the fact's own, not an odd phrasing's
    has_example_numbers: bool
    modifiers: frozenset[CountryModifier]
    directions: frozenset[CountryDirection]
    told_countries: frozenset[str]  # codes of the countries in its phrasings and its answer
    answer_countries: frozenset[str]
    roles: tuple[Roles, ...]  # one a phrasing; empty unless a phrasing has two names, one of them bound
    role_names: frozenset[str]


class FactProfiles:
    """The profiles of a base's facts, by their number in the index."""

    def __init__(self, base: FactBase, index: Index, linker: EntityLinker) -> None:
        self._index = index
        self.linker = linker
        self._titles = {topic.name: tuple(tokenise(topic.title)) for topic in base.topics}
        self._built: dict[int, FactProfile] = {}

    def of(self, number: int) -> FactProfile:
        """Return the profile of a fact."""
        profile = self._built.get(number)
        if profile is None:
            fact = self._index.facts[number]
            queries = [indexed.query for indexed in self._index.by_fact[number]]
            profile = fact_profile(queries, self.linker, tokenise(fact.answer), self._titles[fact.topic])
            self._built[number] = profile
        return profile


def fact_profile(
    phrasings: Sequence[Query], linker: EntityLinker, answer: Sequence[str], topic: Sequence[str] = ()
) -> FactProfile:
    """Build the profile of a fact from its phrasings, its question first, and the tokens of its answer and topic."""
    constraints, spelt = _own_tokens(phrasings, linker)
    spelt.update(answer, topic)
    around = countries([spelt])
    named = [countries([query.tokens]) for query in phrasings]
    has_country = sum(map(bool, named)) >= _NAMED_SHARE * len(phrasings)
    with_kind = sum(bool(query.kinds) for query in phrasings)
    texts = [*(query.tokens for query in phrasings), answer]
    answer_countries = countries([answer])
    found_roles = _roles_of(phrasings)
    return FactProfile(
        constraints=frozenset(constraints),
        context=frozenset(spelt),
        answer=frozenset(answer),
        around=around,
        countries=_own_countries(named, around, has_country=has_country),
        is_named=has_country or any(token[0] == "=" for token in constraints),
        kinds=frozenset().union(*(query.kinds for query in phrasings)),
        negated=frozenset(query.is_negated for query in phrasings),
        has_kind=bool(phrasings[0].kinds) or with_kind >= _KIND_SHARE * len(phrasings),
        has_example_numbers=_has_example_numbers(phrasings),
        modifiers=country_modifiers(texts),
        directions=country_directions(texts),
        told_countries=frozenset().union(answer_countries, *named),
        answer_countries=answer_countries,
        roles=found_roles,
        role_names=frozenset().union(*(held.names for held in found_roles)),
    )


def _own_tokens(phrasings: Sequence[Query], linker: EntityLinker) -> tuple[set[str], set[str]]:
    """Return the constraints of the phrasings, and the tokens of all spellings of the names in them."""
    constraints: set[str] = set()
    spelt: set[str] = set()
    for query in phrasings:
        held = set(query.tokens)
        constraints.update(token for token in held if is_constraint(token))
        for spellings in linker.spellings_in(held):
            spelt.update(spellings)
    constraints.update(token for token in spelt if is_constraint(token))
    return constraints, spelt


def _has_example_numbers(phrasings: Sequence[Query]) -> bool:
    """Return whether the phrasings name one number after the other, none of them in most."""
    numbers: Counter[str] = Counter()
    for query in phrasings:
        numbers.update({token for token in query.tokens if token[0].isdigit() and not is_year(token)})
    return (
        len(phrasings) >= _PHRASINGS
        and len(numbers) >= _EXAMPLES
        and max(numbers.values()) < _COMMON_SHARE * len(phrasings)
    )


def _own_countries(named: Sequence[frozenset[str]], around: frozenset[str], *, has_country: bool) -> frozenset[str]:
    """Return the countries that a fact may be asked about; none where phrasings name now one, now another, as examples.

    Where its phrasings name a country, that one alone: how many soldiers India sent says nothing of Kazakhstan's.
    """
    counts: Mapping[str, int] = Counter(code for codes in named for code in codes)
    is_example = not counts or max(counts.values()) < _COMMON_SHARE * len(named)
    if not around and len(named) >= _PHRASINGS and is_example:
        return frozenset()
    return frozenset(counts) if has_country else frozenset(counts) | around


def _roles_of(phrasings: Sequence[Query]) -> tuple[Roles, ...]:
    """Bind the names of each phrasing; nothing where no phrasing has two names, since then none can change places."""
    found = tuple(roles(query) for query in phrasings)
    return found if any(len(held.names) > 1 and held.bonds for held in found) else ()

"""Hard tokens: what must agree between a question and a fact before any score counts.

Years, numbers, ordinals, designators, names, negation, and the explicit question word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.matching.decision import Violation
from bot.matching.text.countries import country_of
from bot.matching.text.token_class import is_hard, kind_of
from bot.matching.text.tokenizer import is_year
from bot.matching.understanding.entity_linker import EntityLinker
from bot.matching.understanding.query import Query
from bot.matching.verification.country_relations import countries

_LONG_NUMBER = 6  # so many digits are a telephone or postal number: whose, not which
_FEW = 0.5  # where no number is in so many of a fact's phrasings, they are examples, not what the fact is about
_EXAMPLES = 3  # so many different numbers are examples, where none of them is in most phrasings
_SHORT_REMARK = 6
_LONG_STORY = 14
_PHRASINGS = 5  # fewer phrasings cannot tell
_KIND_SHARE = 0.3
_NAMED_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class FactProfile:
    """What a fact holds over all its phrasings and the spellings of its names."""

    tokens: frozenset[str]
    context: frozenset[str]  # words of its answer, its topic and the spellings of its names
    around: frozenset[str]  # codes of the countries in its context
    countries: frozenset[str]  # codes, those around it too
    is_named: bool  # it is about something with a name of its own, a country included
    kinds: frozenset[str]
    negated: frozenset[bool | None]  # several values where phrasings differ
    has_kind: bool  # the kinds are the fact's own, not an odd phrasing's
    has_example_numbers: bool


def fact_profile(phrases: Sequence[Query], names: EntityLinker, context: Sequence[str]) -> FactProfile:
    """Collect the hard tokens of one fact from its phrasings, its question first, and the words around it."""
    tokens: set[str] = set()
    spelt: set[str] = set(context)
    kinds: set[str] = set()
    with_kind = 0
    numbers: Counter[str] = Counter()
    for query in phrases:
        tokens.update(token for token in query.tokens if is_hard(token))
        numbers.update({token for token in query.tokens if token[0].isdigit() and not is_year(token)})
        with_kind += bool(query.kinds)
        kinds |= query.kinds
        held = set(query.tokens)
        for canonical, spellings in names.spelling_tokens.items():
            if held.issuperset(canonical):
                tokens.update(token for token in spellings if is_hard(token))
                spelt.update(spellings)
    around = countries([spelt])
    named = [countries([query.tokens]) for query in phrases]
    has_country = sum(map(bool, named)) >= _NAMED_SHARE * len(phrases)
    return FactProfile(
        tokens=frozenset(tokens),
        context=frozenset(spelt),
        around=around,
        countries=_own_countries(named, around, has_country=has_country),
        is_named=has_country or any(token[0] == "=" for token in tokens),
        kinds=frozenset(kinds),
        negated=frozenset(query.is_negated for query in phrases),
        has_kind=bool(phrases[0].kinds) or with_kind >= _KIND_SHARE * len(phrases),
        has_example_numbers=len(phrases) >= _PHRASINGS
        and len(numbers) >= _EXAMPLES
        and max(numbers.values()) < _FEW * len(phrases),
    )


def _own_countries(named: Sequence[frozenset[str]], around: frozenset[str], *, has_country: bool) -> frozenset[str]:
    """The countries that a fact may be asked about; none where its phrasings name now one, now another, as examples.

    Where its phrasings name a country, that one alone: how many soldiers India sent says nothing of Kazakhstan's.
    """
    counts = Counter(code for codes in named for code in codes)
    if not around and len(named) >= _PHRASINGS and (not counts or max(counts.values()) < _FEW * len(named)):
        return frozenset()
    return frozenset(counts) if has_country else frozenset(counts) | around


def asked_constraints(query: Query) -> tuple[str, ...]:
    """The hard tokens that a question insists on: not those it took back and put another in their place."""
    start, end = query.taken_back
    kept = query.tokens[:start] + query.tokens[end:]
    after = {_class_of(token) for token in query.tokens[end:] if is_hard(token)} if end else set()
    back = [t for t in query.tokens[start:end] if is_hard(t) and _class_of(t) not in after]
    return tuple(dict.fromkeys([token for token in kept if is_hard(token)] + back))


def _class_of(token: str) -> str:
    return "name" if token[0] == "=" else "number"


def violations(query: Query, asked: Iterable[str], held: FactProfile) -> tuple[Violation, ...]:
    """Say what keeps a fact from answering a question; nothing when it may."""
    found = []
    for token in asked:
        if token in held.tokens or _is_beside_the_point(token, query, held) or _is_alternative(token, query, held):
            continue
        kind = kind_of(token)
        same_kind = sorted(t for t in held.tokens if kind_of(t) == kind)
        found.append(Violation(kind, _shown(token), ", ".join(_shown(t) for t in same_kind)))
    if held.countries:
        for token in query.tokens[query.taken_back[1] :]:
            code = country_of(token)
            if code and code not in held.countries:
                found.append(Violation("name", token))
    is_remark = query.is_statement and not held.tokens  # "card not working": what went wrong, not what is asked
    if query.is_negated is not None and held.negated == {not query.is_negated} and not is_remark:
        found.append(Violation("negation", "a negated question" if query.is_negated else "a plain question"))
    if query.kinds and held.has_kind and not query.kinds & held.kinds:
        found.append(Violation("question-word", " and ".join(sorted(query.kinds)), " and ".join(sorted(held.kinds))))
    return tuple(found)


def _is_alternative(token: str, query: Query, held: FactProfile) -> bool:
    """Whether a question offers the token beside one that the fact holds ("the fifth or the sixth")."""
    others = [other for other in query.tokens if other != token and is_hard(other) and kind_of(other) == kind_of(token)]
    return "or" in query.tokens and any(other in held.tokens for other in others)


def _is_beside_the_point(token: str, query: Query, held: FactProfile) -> bool:
    """Whether a number cannot tell the fact from a sibling.

    So it is where the fact's own numbers are examples, where it is a telephone or postal number, and, beside a fact
    without any hard token, in a long remark or where "first" and "second" stand in a long story.
    """
    kind = kind_of(token)
    if kind not in ("number", "ordinal"):
        return False
    if held.has_example_numbers or len(token) >= _LONG_NUMBER:
        return True
    if held.tokens:
        return False
    if query.is_statement:
        return len(query.tokens) > _SHORT_REMARK
    return token in ("1#", "2#") and len(query.tokens) > _LONG_STORY


def _shown(token: str) -> str:
    return token.lstrip("=").rstrip("#")

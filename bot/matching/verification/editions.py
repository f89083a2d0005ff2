"""Offers the editions that the base has, for a question that names none, several, or one that the base lacks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.matching.decision import Candidate, Decision, Reason, Suggest, Why
from bot.matching.retrieval.index import Index, IndexedPhrase
from bot.matching.text.numerals import is_year
from bot.matching.understanding.entity_linker import EntityLinker
from bot.matching.understanding.query import Query

WHICH_EDITION: Final = Reason(Why.WHICH_EDITION)
MOST_SHOWN: Final = 5  # candidates of a decision
MOST_SIBLINGS: Final = 8
_EDITION_KINDS: Final = frozenset({"year", "number", "ordinal", "designator"})


def siblings_of(best: Candidate, query: Query, index: Index) -> tuple[Candidate, ...]:
    """Return all siblings of a phrasing whose year or number the question leaves out, newest first."""
    indexed = index.phrases[best.number]
    if all(token in query.tokens for token in indexed.query.tokens if token[0].isdigit()):
        return ()
    said = [token for token in query.tokens if token[0].isdigit()]
    siblings = [other for other in index.siblings(indexed) if all(token in other.query.tokens for token in said)]
    return _as_choices(siblings, best.confidence, index) if len(siblings) >= 2 else ()


def other_edition(
    question: str,
    query: Query,
    candidates: Sequence[Candidate],
    best: Candidate | None,
    index: Index,
    linker: EntityLinker,
) -> Decision | None:
    """Suggest the editions that the base has, where it lacks only the year or number asked for; None elsewhere."""
    shown = tuple(candidates[:MOST_SHOWN])
    near = [
        c
        for c in candidates
        if c.violations
        and {violation.kind for violation in c.violations} <= _EDITION_KINDS
        and _is_named(index.phrases[c.number], query)
    ]
    if not near or (best and best.confidence > near[0].confidence):
        return None
    indexed = index.phrases[near[0].number]
    siblings = index.siblings(indexed)
    if len(siblings) < 2:
        return None
    choices = _as_choices(siblings, near[0].confidence, index)
    held = dict.fromkeys(_edition(index.phrases[choice.number]) for choice in reversed(choices))
    asked = dict.fromkeys(violation.asked for violation in near[0].violations if violation.asked not in held)
    if not asked:  # several that are held
        said = {token for token in query.tokens if token[0].isdigit()}
        several = tuple(c for c in choices if said.intersection(index.phrases[c.number].query.tokens))
        return Suggest(question, several or choices, WHICH_EDITION, shown)
    if any(violation.kind == "number" for violation in near[0].violations) and all(map(is_year, held)):
        return None  # a day of the month is no edition
    name = next((linker.display.get(t, "") for t in indexed.query.tokens if t[0] == "="), "")
    why = Why.OTHER_EDITIONS_OF if name else Why.OTHER_EDITIONS
    return Suggest(question, choices, Reason(why, tuple(asked), tuple(held), name), shown)


def _is_named(indexed: IndexedPhrase, query: Query) -> bool:
    """Return whether the question has every name of a phrasing: the years of one thing say nothing of another."""
    return all(token in query.tokens for token in indexed.query.tokens if token[0] == "=")


def _as_choices(siblings: Sequence[IndexedPhrase], confidence: float, index: Index) -> tuple[Candidate, ...]:
    newest_first = sorted(siblings, key=lambda s: index.facts[s.fact].id)
    newest_first.sort(key=_edition_order, reverse=True)
    return tuple(
        Candidate(index.facts[s.fact].id, confidence, s.phrase.text, s.number) for s in newest_first[:MOST_SIBLINGS]
    )


def _edition(indexed: IndexedPhrase) -> str:
    return " ".join(token.rstrip("#") for token in indexed.query.tokens if token[0].isdigit())


def _edition_order(indexed: IndexedPhrase) -> tuple[tuple[int, str], ...]:
    tokens = [token for token in indexed.query.tokens if token[0].isdigit()]
    numbers = [token.rstrip("#") for token in tokens]
    return tuple((int(number) if number.isdecimal() else 0, number) for number in numbers)

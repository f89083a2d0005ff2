"""Decides from the candidates: an answer, suggestions, or the honest reply that the base has none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.matching.decision import Answer, Candidate, Decision, NoAnswer, Reason, Suggest, Why
from bot.matching.retrieval.index import Index, IndexedPhrase
from bot.matching.text.countries import country_of
from bot.matching.text.lexicon import GREETINGS, KIND_NOUNS, LIGHT_WORDS
from bot.matching.text.numerals import is_year
from bot.matching.text.stemmer import stem
from bot.matching.text.token_class import is_constraint
from bot.matching.text.word_frequency import is_rare
from bot.matching.understanding.entity_linker import EntityLinker
from bot.matching.understanding.query import Query
from bot.matching.verification.contradictions import asks_beyond, contradicts
from bot.matching.verification.country_relations import countries
from bot.matching.verification.editions import MOST_SHOWN, WHICH_EDITION, other_edition, siblings_of
from bot.matching.verification.fact_profile import FactProfile, FactProfiles

_CHOICES = 4
_NEAREST = 3
_TOO_CLOSE = 0.3  # a rival with so much of the best one's odds makes it a choice
# Weight from which a word of the question has to be the fact's as well, where that is about something named;
# a word that the base uses elsewhere is more telling than one that nobody used yet.
_TELLING = 0.45
_TELLING_HERE = 0.28
_AMOUNTS = frozenset({"how many", "how much"})
_ANY_AMOUNT = frozenset(
    {"money", "dollars", "rupees", "time", "more", "other", "different", "people", "of", "the", "in", "a"}
)
# Share of the odds that an answer needs, where the fact is met by name and nothing of it is left unsaid.
_COMPLETE = 0.25


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which the bot answers or suggests."""

    answer_at: float = 0.95
    suggest_at: float = 0.3


def decide(
    question: str,
    query: Query,
    candidates: Sequence[Candidate],
    index: Index,
    profiles: FactProfiles,
    thresholds: Thresholds,
) -> Decision:
    """Turn candidates, best first, into a decision; those with violations never answer, wherever they stand."""
    shown = tuple(candidates[:MOST_SHOWN])
    free = [c for c in candidates if not c.violations]
    best = free[0] if free else None
    if best and best.confidence >= thresholds.suggest_at:
        editions = siblings_of(best, query, index)
        if editions:
            return Suggest(question, editions, WHICH_EDITION, shown)
        rival = _odds(free[1]) if len(free) > 1 else 0.0
        needed = thresholds.answer_at / max(1e-9, 1.0 - thresholds.answer_at)
        if is_complete(best, query, index):
            needed *= _COMPLETE
        # a first candidate with violations is likelier what was meant, so that no other is the answer
        is_first = not candidates[0].violations
        is_clear = is_first and _odds(best) >= needed and rival < _TOO_CLOSE * _odds(best)
        if is_clear and not falls_short(best, query, index, profiles):
            return _answer(question, best, index, shown)
    elsewhere = other_edition(question, query, candidates, best, index, profiles.linker)
    if elsewhere:
        return elsewhere
    if best and best.confidence >= thresholds.suggest_at and len(free) > 1:
        near = sum(c.confidence >= thresholds.suggest_at for c in free)
        return Suggest(question, tuple(free[: max(2, min(_CHOICES, near))]), Reason(Why.SEVERAL_NEAR), shown)
    is_small_talk = all(token in GREETINGS for token in query.tokens)
    return NoAnswer(
        question, _why_not(candidates, query, profiles.linker), () if is_small_talk else shown[:_NEAREST], shown
    )


def _odds(candidate: Candidate) -> float:
    return candidate.confidence / max(1e-9, 1.0 - candidate.confidence)


def is_complete(best: Candidate, query: Query, index: Index) -> bool:
    """Return whether a question names what the fact is about and leaves out no telling word of the phrasing."""
    indexed = index.phrases[best.number]
    if not any(token[0] == "=" for token in indexed.query.tokens):
        return False
    said = {term for token in query.tokens for term in index.terms(token)}
    return all(
        term in said or weight < _TELLING_HERE for term, weight in zip(indexed.terms, indexed.weights, strict=True)
    )


def falls_short(best: Candidate, query: Query, index: Index, profiles: FactProfiles) -> bool:
    """Return whether a question falls short of the fact that fits it best, however well the rest fits.

    A phrasing's name or year that the question does not say, another question word where one of the two asks for an
    explicit kind, or a telling word that no phrasing of the fact has: each may make it a question about something else.
    """
    indexed = index.phrases[best.number]
    profile = profiles.of(indexed.fact)
    said = set(query.tokens)
    missing = [token for token in indexed.query.tokens if token not in said]
    if any(token[0] == "=" or (is_year(token) and index.names_editions(indexed)) for token in missing):
        return True
    if _counts_otherwise(query, indexed.query, index) or _takes_another_side(query, indexed, index, profile):
        return True
    if _asks_otherwise(query, indexed.query) or _asks_otherwise(indexed.query, query):
        return True
    if profile.is_named and contradicts(query, indexed, index, profile):
        return True
    kinds = query.kinds & profile.kinds
    start, end = query.reparandum
    left = [
        token
        for token in (*query.tokens[:start], *query.tokens[end:])
        if not is_constraint(token)
        and token not in profile.context
        and token not in LIGHT_WORDS
        and KIND_NOUNS.get(token) not in kinds
        and index.terms(token).isdisjoint(index.usual[indexed.fact])
    ]
    if profile.is_named:
        return any(
            asks_beyond(token) or index.weight(token) >= (_TELLING_HERE if index.exact(token) else _TELLING)
            for token in left
        )
    has_other_name = any(token in indexed.query.cased for token in missing)
    return has_other_name and any(token in query.cased or is_rare(token) for token in left)


def _counts_otherwise(query: Query, held: Query, index: Index) -> bool:
    """Return whether "how many" or "how much" counts another thing in the question than in the fact."""
    if not query.counted or held.counted is None:
        return False
    telling = [
        token
        for token in query.counted
        if token not in _ANY_AMOUNT and not is_constraint(token) and index.weight(token) >= _TELLING_HERE
    ]
    known = {stem(token) for token in held.counted}
    return bool(telling) and not any(known & index.terms(token) or country_of(token) for token in telling)


def _asks_otherwise(one: Query, other: Query) -> bool:
    """Return whether one asks how or why, and the other for a person, place, time or number."""
    if one.kinds & _AMOUNTS and other.opening == "what" and not other.kinds:
        return True
    return one.opening in ("how", "why") and bool(other.kinds) and not one.kinds


def _takes_another_side(query: Query, indexed: IndexedPhrase, index: Index, profile: FactProfile) -> bool:
    """Return whether the fact is one country's side of a matter between two, and the question not about it."""
    held = countries([indexed.query.tokens])
    terms = {term for token in query.tokens for term in index.terms(token)}
    misspelt = {index.countries[term] for term in terms if term in index.countries}
    asked = countries([query.tokens]) | misspelt
    if not held or asked & held:
        return False
    return bool(asked) or (len(held) == 1 and len(profile.around | held) > 1)


def _answer(question: str, best: Candidate, index: Index, shown: tuple[Candidate, ...]) -> Decision:
    fact = index.facts[index.phrases[best.number].fact]
    if fact.withdrawn:
        return NoAnswer(question, Reason(Why.WITHDRAWN, withdrawn=(fact.withdrawn,)), (), shown)
    return Answer(question, (best,), shown)


def _why_not(candidates: Sequence[Candidate], query: Query, linker: EntityLinker) -> Reason:
    """Return what the base lacks: the first violation of the surest candidate, wherever it stands."""
    nearest = max(candidates, key=lambda candidate: candidate.confidence, default=None)
    if nearest is None or not nearest.violations:
        return Reason(Why.NOT_HELD)
    violation = nearest.violations[0]
    why = Why(violation.kind)
    asked = linker.display.get("=" + violation.asked, violation.asked)
    return Reason(why, tuple(sorted(query.kinds)) if why is Why.QUESTION_WORD else (asked,))

"""Aligns a question with a phrasing: which words of each the other has, and what they weigh."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.matching.retrieval.index import Index, IndexedPhrase
from bot.matching.retrieval.term_lookup import TermMatches
from bot.matching.retrieval.trigrams import trigrams_of
from bot.matching.text.token_class import is_constraint
from bot.matching.text.word_frequency import is_rare
from bot.matching.understanding.query import Query

_REPARANDUM_WEIGHT = 0.5  # of a word that the question corrected, where the phrasing has it
_JOINED = 0.95
_SPLIT_FROM = 6
_SPLIT_TO = 40  # letters; each cut stems two words, so that a word of 4,096 letters would take seconds
_MOST_TRIED = 40  # words that the base lacks; in a question of 4,096 letters all would take a tenth of a second


@dataclass(frozen=True, slots=True)
class PreparedQuery:
    """A question prepared once for all comparisons with phrasings."""

    query: Query
    weights: tuple[float, ...]
    term_matches: tuple[TermMatches, ...]
    constraints: tuple[bool, ...]  # a name or number
    cased: tuple[bool, ...]  # written as a name
    rare: tuple[bool, ...]  # on no list of common words: a name, or a slip
    best_matches: dict[str, tuple[int, float]]  # term of the base → position and similarity of the token nearest to it
    total: float  # weight of the tokens that count
    unknown: float  # share of that weight which the whole base lacks
    length: float  # in tokens, as the feature "words"
    is_corrected: float  # 1 where the question corrects itself
    text: str
    sorted_text: str  # its words in alphabetical order
    trigrams: frozenset[str]
    trigrams_norm: float

    @property
    def weighted_matches(self) -> list[tuple[float, TermMatches]]:
        """The weight and the term matches of each token, by which the index finds phrasings."""
        return list(zip(self.weights, self.term_matches, strict=True))


def prepare(query: Query, index: Index) -> PreparedQuery:
    """Look up each token of a question once."""
    tokens = query.tokens
    term_matches = _with_joined_and_split(tokens, [index.term_matches(token) for token in tokens], index)
    start, end = query.reparandum
    weights = [
        index.weight(token) * (_REPARANDUM_WEIGHT if start <= position < end else 1.0)
        for position, token in enumerate(tokens)
    ]
    kept = [position for position in range(len(tokens)) if not start <= position < end]
    total = sum(weights[position] for position in kept) or 1.0
    text = " ".join(tokens[end:] or tokens)
    trigrams = trigrams_of(text)
    return PreparedQuery(
        query=query,
        weights=tuple(weights),
        term_matches=tuple(term_matches),
        constraints=tuple(is_constraint(token) for token in tokens),
        cased=tuple(token in query.cased for token in tokens),
        rare=tuple(token.isalpha() and len(token) > 2 and is_rare(token) for token in tokens),
        best_matches=_best_matches(term_matches, start, end),
        total=total,
        unknown=sum(weights[position] for position in kept if not term_matches[position]) / total,
        length=math.log1p(len(tokens)) / 4,
        is_corrected=float(end > 0),
        text=text,
        sorted_text=" ".join(sorted(text.split())),
        trigrams=trigrams,
        trigrams_norm=index.trigrams.norm(trigrams),
    )


def _best_matches(term_matches: Sequence[TermMatches], start: int, end: int) -> dict[str, tuple[int, float]]:
    """Return the token nearest to each term, its position and similarity; of equal ones not one that was corrected."""
    matches: dict[str, tuple[int, float]] = {}
    for position, found in enumerate(term_matches):
        for term, value in found:
            best = matches.get(term)
            if best is None or value > best[1] or (value == best[1] and start <= best[0] < end):
                matches[term] = (position, value)
    return matches


def _with_joined_and_split(tokens: Sequence[str], term_matches: list[TermMatches], index: Index) -> list[TermMatches]:
    """Match "face mask" with "facemask" and the other way round, where the base has only one of them."""
    tried = 0
    for position, found in enumerate(term_matches):
        token = tokens[position]
        if (found and found[0][1] == 1.0) or not token.isalpha():
            continue
        tried += 1
        if tried > _MOST_TRIED:
            break
        following = tokens[position + 1] if position + 1 < len(tokens) else ""
        joined = index.exact(token + following) if following.isalpha() else None
        if joined:
            term_matches[position] = term_matches[position + 1] = ((joined, _JOINED),)
        elif _SPLIT_FROM <= len(token) <= _SPLIT_TO:
            term_matches[position] = _split(token, index) or found
    return term_matches


def _split(token: str, index: Index) -> TermMatches:
    for cut in range(3, len(token) - 2):
        head, tail = index.exact(token[:cut]), index.exact(token[cut:])
        if head and tail:
            return ((head, _JOINED), (tail, _JOINED))
    return ()


_HALF = 0.5  # similarity below which a word does not count as there


@dataclass(slots=True)
class PhraseCoverage:
    """What the question has of a phrasing's words, as weights unless said otherwise."""

    matched: dict[int, float] = field(default_factory=dict)  # position in the question → similarity
    held: float = 0.0
    left: float = 0.0
    heaviest_left: float = 0.0
    name_left: float = 0.0  # the heaviest word written as a name
    rest_held: float = 0.0  # numbers and names aside
    rest_left: float = 0.0
    swapped: float = 0.0  # the heavier of single words that stand in each other's place
    slips: float = 0.0
    constraints_matched: int = 0
    constraints_left: int = 0
    neighbours: int = 0  # words that follow one another in both


@dataclass(slots=True)
class QueryCoverage:
    """What a phrasing has of the question's words, as weights; corrected words count only where they match."""

    total: float
    covered: float
    left: float
    heaviest_left: float
    name_left: float
    rest_total: float
    rest_covered: float
    usual: float  # each word by the share of the fact's phrasings that have it
    fact_covered: float  # what any phrasing of the fact has
    rare_left: int  # words on no list of common ones


def phrase_coverage(prepared: PreparedQuery, indexed: IndexedPhrase) -> PhraseCoverage:
    """Measure what the question has of the phrasing's words."""
    side = PhraseCoverage()
    before, gap, pending = -1, 0, 0.0
    best_matches = prepared.best_matches
    columns = zip(indexed.terms, indexed.weights, indexed.constraints, indexed.cased, strict=True)
    for term, weight, constrains, is_name in columns:
        match = best_matches.get(term)
        if match is None:
            _leave(side, weight, constrains=constrains, is_name=is_name)
            pending = weight if gap == 0 else 0.0
            gap += 1
            continue
        position, value = match
        if gap == 1 and position == before + 2:
            side.swapped = max(side.swapped, min(pending, prepared.weights[before + 1]))
        side.neighbours += position == before + 1
        before, gap = position, 0
        side.held += weight * value
        side.slips += weight * (1.0 - value)
        if value > side.matched.get(position, 0.0):
            side.matched[position] = value
        if constrains:
            side.constraints_matched += 1
        else:
            side.rest_held += weight * value
    if gap == 1 and before == len(prepared.weights) - 2:
        side.swapped = max(side.swapped, min(pending, prepared.weights[-1]))
    return side


def _leave(side: PhraseCoverage, weight: float, *, constrains: bool, is_name: bool) -> None:
    side.left += weight
    if weight > side.heaviest_left:
        side.heaviest_left = weight
    if constrains:
        side.constraints_left += 1
    else:
        side.rest_left += weight
    if is_name and weight > side.name_left:
        side.name_left = weight


@dataclass(frozen=True, slots=True)
class FactCoverage:
    """What a fact's phrasings together have of the question's words, one number a token."""

    usual: tuple[float, ...]  # the share of the phrasings that have it, times its similarity
    anywhere: tuple[float, ...]  # its similarity to the first of its terms that any phrasing has


def fact_coverage(prepared: PreparedQuery, usual: dict[str, float]) -> FactCoverage:
    """Measure it, once for all phrasings of a fact; `usual` gives the share of them that hold a term."""
    return FactCoverage(
        tuple([max([usual.get(term, 0.0) * value for term, value in m], default=0.0) for m in prepared.term_matches]),
        tuple([next((value for term, value in m if term in usual), 0.0) for m in prepared.term_matches]),
    )


def query_coverage(prepared: PreparedQuery, matched: dict[int, float], fact: FactCoverage | None) -> QueryCoverage:
    """Measure what a phrasing has of the question's words; `fact` is None where this is the fact's only phrasing."""
    start, end = prepared.query.reparandum
    total = covered = left = heaviest_left = name_left = rest_total = rest_covered = usually = in_fact = 0.0
    rare_left = 0
    cased, constraints, rare = prepared.cased, prepared.constraints, prepared.rare
    for position, weight in enumerate(prepared.weights):
        match = matched.get(position, 0.0)
        if not match and start <= position < end:
            continue
        gain, lost = weight * match, weight * (1.0 - match)
        total += weight
        covered += gain
        left += lost
        if lost > heaviest_left:
            heaviest_left = lost
        if not constraints[position]:
            rest_total += weight
            rest_covered += gain
        if match < _HALF and rare[position]:
            rare_left += 1
        if lost > name_left and cased[position]:
            name_left = lost
        if fact is not None:
            usually += weight * fact.usual[position]
            in_fact += weight * (match or fact.anywhere[position])
    if fact is None:
        usually = in_fact = covered
    words = total or 1.0, covered, left, heaviest_left, name_left
    return QueryCoverage(*words, rest_total, rest_covered, usually, in_fact, rare_left)

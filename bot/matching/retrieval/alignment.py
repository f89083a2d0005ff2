"""Aligns a question with a phrasing: which words of each the other has, and what they weigh."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.matching.retrieval.index import Index, IndexedPhrase
from bot.matching.retrieval.term_lookup import TermMatches
from bot.matching.retrieval.trigrams import trigrams_of
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
    # of each token: position, weight, a name or number, written as a name, on no list of common words
    columns: tuple[tuple[int, float, bool, bool, bool], ...]
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
    known = [index.look_up(token) for token in tokens]
    term_matches = _with_joined_and_split(tokens, [word.matches for word in known], index)
    start, end = query.reparandum
    weights = [word.weight for word in known]
    weights[start:end] = [weight * _REPARANDUM_WEIGHT for weight in weights[start:end]]
    kept = [position for position in range(len(tokens)) if not start <= position < end]
    total = sum(weights[position] for position in kept) or 1.0
    text = " ".join(tokens[end:] or tokens)
    trigrams = trigrams_of(text)
    return PreparedQuery(
        query=query,
        weights=tuple(weights),
        term_matches=tuple(term_matches),
        columns=tuple(
            [
                (position, weight, word.is_constraint, token in query.cased, word.is_rare)
                for position, (token, weight, word) in enumerate(zip(tokens, weights, known, strict=True))
            ]
        ),
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

    matched: dict[int, float]  # position in the question → similarity
    held: float
    left: float
    heaviest_left: float
    name_left: float  # the heaviest word written as a name
    rest_held: float  # numbers and names aside
    rest_left: float
    swapped: float  # the heavier of single words that stand in each other's place
    slips: float
    constraints_matched: int
    constraints_left: int
    neighbours: int  # words that follow one another in both


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
    """Measure what the question has of the phrasing's words. Most of the time of a question is spent here."""
    matched: dict[int, float] = {}
    all_held = rest_held = all_left = rest_left = heaviest_left = name_left = swapped = slips = pending = 0.0
    constraints_matched = constraints_left = neighbours = gap = 0
    before = -1
    best_matches, asked_weights = prepared.best_matches, prepared.weights
    for term, weight, constrains, is_name in zip(
        indexed.terms, indexed.weights, indexed.constraints, indexed.cased, strict=True
    ):
        match = best_matches.get(term)
        if match is None:
            all_left += weight
            rest_left += 0.0 if constrains else weight
            constraints_left += constrains
            if weight > heaviest_left:
                heaviest_left = weight
            if is_name and weight > name_left:
                name_left = weight
            pending = weight if gap == 0 else 0.0
            gap += 1
            continue
        position, value = match
        if gap == 1 and position == before + 2:
            swapped = max(swapped, min(pending, asked_weights[before + 1]))
        neighbours += position == before + 1
        before, gap = position, 0
        gain = weight * value
        all_held += gain
        slips += weight * (1.0 - value)
        if value > matched.get(position, 0.0):
            matched[position] = value
        constraints_matched += constrains
        rest_held += 0.0 if constrains else gain
    if gap == 1 and before == len(asked_weights) - 2:
        swapped = max(swapped, min(pending, asked_weights[-1]))
    held = all_held, all_left, heaviest_left, name_left, rest_held, rest_left
    return PhraseCoverage(matched, *held, swapped, slips, constraints_matched, constraints_left, neighbours)


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
    for position, weight, constrains, is_name, is_rare_word in prepared.columns:
        match = matched.get(position, 0.0)
        if match == 1.0:
            gain, lost = weight, 0.0
        elif match:
            gain, lost = weight * match, weight * (1.0 - match)
        elif start <= position < end:
            continue
        else:
            gain, lost = 0.0, weight
        total += weight
        covered += gain
        if not constrains:
            rest_total += weight
            rest_covered += gain
        if lost:
            left += lost
            if lost > heaviest_left:
                heaviest_left = lost
            if is_name and lost > name_left:
                name_left = lost
            if is_rare_word and match < _HALF:
                rare_left += 1
        if fact is not None:
            usually += weight * fact.usual[position]
            in_fact += weight * (match or fact.anywhere[position])
    if fact is None:
        usually = in_fact = covered
    words = total or 1.0, covered, left, heaviest_left, name_left
    return QueryCoverage(*words, rest_total, rest_covered, usually, in_fact, rare_left)

"""A question → what all comparisons need of it: per token its weight and the base's words it may stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.matching.retrieval.index import Index, IndexedPhrase
from bot.matching.retrieval.term_lookup import TermMatches
from bot.matching.retrieval.trigrams import trigrams_of
from bot.matching.text.token_class import is_hard
from bot.matching.text.word_frequency import is_rare
from bot.matching.understanding.query import Query

_TAKEN_BACK_MATCHED = 0.5  # weight of a word that the question took back, where the phrasing has it
_JOINED = 0.95
_SPLIT_FROM = 6
_SPLIT_TO = 40  # each cut stems two words: a word of 4,096 letters would take seconds


@dataclass(frozen=True, slots=True)
class PreparedQuery:
    """A question prepared once for all comparisons."""

    query: Query
    weights: tuple[float, ...]
    senses: tuple[TermMatches, ...]
    hard: tuple[bool, ...]
    rare: tuple[bool, ...]  # on no list of common words: a name, or a slip
    hits: dict[str, tuple[int, float]]  # term of the base → token's position and similarity
    total: float
    unknown: float  # weight of the tokens that the whole base lacks
    text: str
    triples: frozenset[str]
    triples_norm: float

    @property
    def weighted_senses(self) -> list[tuple[float, TermMatches]]:
        """What the index needs to find candidates."""
        return list(zip(self.weights, self.senses, strict=True))


def prepare(query: Query, index: Index) -> PreparedQuery:
    """Look every token up once."""
    tokens = query.tokens
    senses = _with_joined_and_split(tokens, [index.senses(token) for token in tokens], index)
    start, end = query.taken_back
    weights = [
        index.weight(token) * (_TAKEN_BACK_MATCHED if start <= position < end else 1.0)
        for position, token in enumerate(tokens)
    ]
    kept = [position for position in range(len(tokens)) if not start <= position < end]
    text = " ".join(tokens[end:] or tokens)
    triples = trigrams_of(text)
    return PreparedQuery(
        query=query,
        weights=tuple(weights),
        senses=tuple(senses),
        hard=tuple(is_hard(token) for token in tokens),
        rare=tuple(token.isalpha() and len(token) > 2 and is_rare(token) for token in tokens),
        hits=_hits(senses, start, end),
        total=sum(weights[position] for position in kept) or 1.0,
        unknown=sum(weights[position] for position in kept if not senses[position]),
        text=text,
        triples=triples,
        triples_norm=index.triples.norm(triples),
    )


def _hits(senses: Sequence[TermMatches], start: int, end: int) -> dict[str, tuple[int, float]]:
    """Term → the token that stands for it best; one that was taken back gives way to an equal one."""
    hits: dict[str, tuple[int, float]] = {}
    for position, found in enumerate(senses):
        for term, value in found:
            best = hits.get(term)
            if best is None or value > best[1] or (value == best[1] and start <= best[0] < end):
                hits[term] = (position, value)
    return hits


def _with_joined_and_split(tokens: Sequence[str], senses: list[TermMatches], index: Index) -> list[TermMatches]:
    """Let "face mask" stand for "facemask" and the other way round, where the base has only one of them."""
    for position, found in enumerate(senses):
        token = tokens[position]
        if (found and found[0][1] == 1.0) or not token.isalpha():
            continue
        following = tokens[position + 1] if position + 1 < len(tokens) else ""
        joined = index.exact(token + following) if following.isalpha() else None
        if joined:
            senses[position] = senses[position + 1] = ((joined, _JOINED),)
        elif _SPLIT_FROM <= len(token) <= _SPLIT_TO:
            senses[position] = _split(token, index) or found
    return senses


def _split(token: str, index: Index) -> TermMatches:
    for cut in range(3, len(token) - 2):
        head, tail = index.exact(token[:cut]), index.exact(token[cut:])
        if head and tail:
            return ((head, _JOINED), (tail, _JOINED))
    return ()


_HALF = 0.5  # similarity below which a word does not count as there


@dataclass(slots=True)
class PhraseCoverage:
    """What the question has of a phrasing's words; weights, unless said otherwise."""

    matched: dict[int, float] = field(default_factory=dict)  # position in the question → similarity
    held: float = 0.0
    left: float = 0.0
    heaviest_left: float = 0.0
    name_left: float = 0.0  # the heaviest word written as a name
    rest_held: float = 0.0  # numbers and names aside
    rest_left: float = 0.0
    swapped: float = 0.0  # the heavier of single words that stand in each other's place
    slips: float = 0.0
    hard_matched: int = 0
    hard_left: int = 0
    neighbours: int = 0  # words that follow one another in both


@dataclass(slots=True)
class QueryCoverage:
    """What a phrasing has of the question's words; words that were taken back count only where they match."""

    total: float = 0.0
    covered: float = 0.0
    left: float = 0.0
    heaviest_left: float = 0.0
    name_left: float = 0.0
    rest_total: float = 0.0
    rest_covered: float = 0.0
    usual: float = 0.0  # each word by the share of the fact's phrasings that have it
    fact_covered: float = 0.0  # what any phrasing of the fact has
    rare_left: int = 0  # words on no list of common ones


def held_side(asked: PreparedQuery, indexed: IndexedPhrase) -> PhraseCoverage:
    """Go through the phrasing's words."""
    side = PhraseCoverage()
    before, gap, pending = -1, 0, 0.0
    hits = asked.hits
    columns = zip(indexed.terms, indexed.weights, indexed.hard, indexed.cased, strict=True)
    for term, weight, is_constraint, is_name in columns:
        hit = hits.get(term)
        if hit is None:
            _leave(side, weight, is_hard=is_constraint, is_name=is_name)
            pending = weight if gap == 0 else 0.0
            gap += 1
            continue
        position, value = hit
        if gap == 1 and position == before + 2:
            side.swapped = max(side.swapped, min(pending, asked.weights[before + 1]))
        side.neighbours += position == before + 1
        before, gap = position, 0
        side.held += weight * value
        side.slips += weight * (1.0 - value)
        if value > side.matched.get(position, 0.0):
            side.matched[position] = value
        if is_constraint:
            side.hard_matched += 1
        else:
            side.rest_held += weight * value
    if gap == 1 and before == len(asked.weights) - 2:
        side.swapped = max(side.swapped, min(pending, asked.weights[-1]))
    return side


def _leave(side: PhraseCoverage, weight: float, *, is_hard: bool, is_name: bool) -> None:
    side.left += weight
    if weight > side.heaviest_left:
        side.heaviest_left = weight
    if is_hard:
        side.hard_left += 1
    else:
        side.rest_left += weight
    if is_name and weight > side.name_left:
        side.name_left = weight


def asked_side(asked: PreparedQuery, matched: dict[int, float], usual: dict[str, float] | None) -> QueryCoverage:
    """Go through the question's words.

    `usual` gives the share of the fact's phrasings that hold a term, None where this phrasing is its only one.
    """
    side = QueryCoverage()
    start, end = asked.query.taken_back
    cased = asked.query.cased
    for position, weight in enumerate(asked.weights):
        match = matched.get(position, 0.0)
        if not match and start <= position < end:
            continue
        lost = weight * (1.0 - match)
        side.total += weight
        side.covered += weight * match
        side.left += lost
        if lost > side.heaviest_left:
            side.heaviest_left = lost
        if not asked.hard[position]:
            side.rest_total += weight
            side.rest_covered += weight * match
        if match < _HALF and asked.rare[position]:
            side.rare_left += 1
        if cased and lost > side.name_left and asked.query.tokens[position] in cased:
            side.name_left = lost
        if usual is None:
            continue
        best = max([usual.get(term, 0.0) * value for term, value in asked.senses[position]], default=0.0)
        side.usual += weight * best
        side.fact_covered += weight * (match or next((v for t, v in asked.senses[position] if t in usual), 0.0))
    side.total = side.total or 1.0
    if usual is None:
        side.usual = side.fact_covered = side.covered
    return side

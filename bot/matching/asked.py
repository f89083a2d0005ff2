"""A question → what all comparisons need of it: per token its weight and the base's words it may stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.matching.frequency import is_rare
from bot.matching.hard import is_hard
from bot.matching.index import Index
from bot.matching.query import Query
from bot.matching.triples import letter_triples
from bot.matching.vocabulary import Senses

_TAKEN_BACK_MATCHED = 0.5  # weight of a word that the question took back, where the phrasing has it
_JOINED = 0.95
_SPLIT_FROM = 6
_SPLIT_TO = 40  # each cut stems two words: a word of 4,096 letters would take seconds


@dataclass(frozen=True, slots=True)
class Asked:
    """A question prepared once for all comparisons."""

    query: Query
    weights: tuple[float, ...]
    senses: tuple[Senses, ...]
    hard: tuple[bool, ...]
    rare: tuple[bool, ...]  # on no list of common words: a name, or a slip
    hits: dict[str, tuple[int, float]]  # term of the base → token's position and similarity
    total: float
    unknown: float  # weight of the tokens that the whole base lacks
    text: str
    triples: frozenset[str]
    triples_norm: float

    @property
    def weighted_senses(self) -> list[tuple[float, Senses]]:
        """What the index needs to find candidates."""
        return list(zip(self.weights, self.senses, strict=True))


def prepare(query: Query, index: Index) -> Asked:
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
    triples = letter_triples(text)
    return Asked(
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


def _hits(senses: Sequence[Senses], start: int, end: int) -> dict[str, tuple[int, float]]:
    """Term → the token that stands for it best; one that was taken back gives way to an equal one."""
    hits: dict[str, tuple[int, float]] = {}
    for position, found in enumerate(senses):
        for term, value in found:
            best = hits.get(term)
            if best is None or value > best[1] or (value == best[1] and start <= best[0] < end):
                hits[term] = (position, value)
    return hits


def _with_joined_and_split(tokens: Sequence[str], senses: list[Senses], index: Index) -> list[Senses]:
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


def _split(token: str, index: Index) -> Senses:
    for cut in range(3, len(token) - 2):
        head, tail = index.exact(token[:cut]), index.exact(token[cut:])
        if head and tail:
            return ((head, _JOINED), (tail, _JOINED))
    return ()

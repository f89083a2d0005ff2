"""A question beside a phrasing, word by word: what either side has of the other and what is left over."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.matching.asked import Asked
from bot.matching.index import IndexedPhrase

_HALF = 0.5  # similarity below which a word does not count as there


@dataclass(slots=True)
class HeldSide:
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
class AskedSide:
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


def held_side(asked: Asked, indexed: IndexedPhrase) -> HeldSide:
    """Go through the phrasing's words."""
    side = HeldSide()
    before, gap, pending = -1, 0, 0.0
    hits = asked.hits
    columns = zip(indexed.terms, indexed.weights, indexed.hard, indexed.cased, strict=True)
    for term, weight, is_hard, is_name in columns:
        hit = hits.get(term)
        if hit is None:
            _leave(side, weight, is_hard=is_hard, is_name=is_name)
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
        if is_hard:
            side.hard_matched += 1
        else:
            side.rest_held += weight * value
    if gap == 1 and before == len(asked.weights) - 2:
        side.swapped = max(side.swapped, min(pending, asked.weights[-1]))
    return side


def _leave(side: HeldSide, weight: float, *, is_hard: bool, is_name: bool) -> None:
    side.left += weight
    if weight > side.heaviest_left:
        side.heaviest_left = weight
    if is_hard:
        side.hard_left += 1
    else:
        side.rest_left += weight
    if is_name and weight > side.name_left:
        side.name_left = weight


def asked_side(asked: Asked, matched: dict[int, float], usual: dict[str, float] | None) -> AskedSide:
    """Go through the question's words.

    `usual` gives the share of the fact's phrasings that hold a term, None where this phrasing is its only one.
    """
    side = AskedSide()
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

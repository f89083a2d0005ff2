"""A question beside a phrasing → a small vector of named features, all about 0 to 1."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.matching.frequency import is_rare
from bot.matching.hard import is_hard
from bot.matching.index import Index, IndexedPhrase
from bot.matching.query import Query
from bot.matching.triples import letter_triples
from bot.matching.words import stem

# What a feature says; the order is the order of every vector.
PAIR_FEATURES = {
    "asked_covered": "weight of the question's words that the phrasing has, of all its weight",
    "held_covered": "weight of the phrasing's words that the question has, of all its weight",
    "both_covered": "product of the two",
    "asked_left": "weight of the question's words that the phrasing lacks",
    "held_left": "weight of the phrasing's words that the question lacks",
    "heaviest_asked_left": "the heaviest of the question's words that the phrasing lacks",
    "heaviest_held_left": "the heaviest of the phrasing's words that the question lacks",
    "rest_asked_covered": "as asked_covered, numbers and names aside",
    "rest_held_covered": "as held_covered, numbers and names aside",
    "swapped": "the heavier words that stand in each other's place, the lighter of each two",
    "asked_name_left": "the heaviest word of the question written as a name that the phrasing lacks",
    "held_name_left": "the heaviest word of the phrasing written as a name that the question lacks",
    "rare_left": "how many of the question's words that the phrasing lacks are on no list of common words, up to two",
    "negation_differs": "only one of the two has a negation anywhere",
    "letters": "similarity letter by letter",
    "letters_sorted": "similarity letter by letter, words in alphabetical order",
    "triples": "letter triples in common, weighed by how rare they are in the base (cosine)",
    "letters_shared": "similarity of the words in common, whatever is left over",
    "same_opening": "both turn on the same question word, open ones such as what and why included",
    "other_opening": "they turn on different question words",
    "order": "neighbouring words of the phrasing that are neighbours in the question too",
    "same_words": "both have the same words",
    "same_kind": "both ask for the same explicit kind of answer",
    "kind_missing": "only one of the two asks for an explicit kind",
    "hard_matched": "numbers and names in both, up to three",
    "hard_left": "numbers and names of the phrasing that the question lacks, up to three",
    "unknown": "weight of the question's words that the whole base lacks, of all its weight",
    "slips": "how far the matched words are misspelt",
    "usual": "how usual the question's words are among all the fact's phrasings",
    "fact_covered": "weight of the question's words that any phrasing of the fact has",
    "words": "length of the question in words, logarithm",
    "weight": "weight of all the question's words, logarithm",
    "phrasings": "number of the fact's phrasings, logarithm",
    "took_back": "the question corrects itself",
    "meaning": "similarity of meaning by the sentence model, 0 without it",
}
PAIR_NAMES = tuple(PAIR_FEATURES)
_TAKEN_BACK_MATCHED = 0.5  # weight of a word that the question took back, where the phrasing has it
_SPLIT_FROM = 6
_SPLIT_TO = 40  # each cut stems two words: a word of 4,096 letters would take seconds


@dataclass(frozen=True, slots=True)
class Asked:
    """A question prepared once for all comparisons: per token its weight and senses."""

    query: Query
    terms: tuple[str, ...]
    weights: tuple[float, ...]
    senses: tuple[tuple[tuple[str, float], ...], ...]
    hard: tuple[bool, ...]
    rare: tuple[bool, ...]  # on no list of common words: a name, or a slip
    hits: dict[str, tuple[int, float]]  # term of the base → token's position and similarity
    total: float
    unknown: float
    text: str
    triples: frozenset[str]
    triples_norm: float

    @property
    def weighted_senses(self) -> list[tuple[float, tuple[tuple[str, float], ...]]]:
        """What the index needs to find candidates."""
        return list(zip(self.weights, self.senses, strict=True))


def prepare(query: Query, index: Index) -> Asked:
    """Look every token up once: its weight, and the base's words it may stand for."""
    tokens = query.tokens
    senses = [index.senses(token) for token in tokens]
    _join_and_split(tokens, senses, index)
    start, end = query.taken_back
    weights = [
        index.weight(token) * (_TAKEN_BACK_MATCHED if start <= position < end else 1.0)
        for position, token in enumerate(tokens)
    ]
    hits: dict[str, tuple[int, float]] = {}
    unknown = total = 0.0
    for position, found in enumerate(senses):
        inside = start <= position < end
        if not inside:
            total += weights[position]
            if not found:
                unknown += weights[position]
        for term, value in found:
            best = hits.get(term)
            if best is None or value > best[1] or (value == best[1] and start <= best[0] < end):
                hits[term] = (position, value)
    terms = tuple(stem(token) for token in tokens)
    text = " ".join(tokens[end:] or tokens)
    triples = letter_triples(text)
    return Asked(
        query=query,
        terms=terms,
        weights=tuple(weights),
        senses=tuple(senses),
        hard=tuple(is_hard(token) for token in tokens),
        rare=tuple(token.isalpha() and len(token) > 2 and is_rare(token) for token in tokens),
        hits=hits,
        total=total or 1.0,
        unknown=unknown,
        text=text,
        triples=triples,
        triples_norm=index.triples.norm(triples),
    )


def _join_and_split(tokens: Sequence[str], senses: list[tuple[tuple[str, float], ...]], index: Index) -> None:
    """Let "face mask" stand for "facemask" and the other way round, where the base has only one of them."""
    for position, found in enumerate(senses):
        token = tokens[position]
        if found and found[0][1] == 1.0:
            continue
        if position + 1 < len(tokens) and token.isalpha() and tokens[position + 1].isalpha():
            joined = index.exact(token + tokens[position + 1])
            if joined:
                senses[position] = senses[position + 1] = ((joined, 0.95),)
                continue
        if token.isalpha() and _SPLIT_FROM <= len(token) <= _SPLIT_TO:
            for cut in range(3, len(token) - 2):
                head, tail = index.exact(token[:cut]), index.exact(token[cut:])
                if head and tail:
                    senses[position] = ((head, 0.95), (tail, 0.95))
                    break


def compare(asked: Asked, indexed: IndexedPhrase, index: Index, meaning: float = 0.0) -> tuple[list[float], frozenset[int]]:
    """Give the features of a question and a phrasing, in the order of PAIR_NAMES, and which tokens matched."""
    hits = asked.hits
    matched: dict[int, float] = {}
    held = held_left = heaviest_held = slips = 0.0
    hard_matched = hard_left = 0
    neighbours = 0
    before = -1
    gap = 0
    pending = 0.0
    swapped = held_name = rest_held = rest_held_left = 0.0
    cased = indexed.query.cased
    for term, token, weight in zip(indexed.terms, indexed.query.tokens, indexed.weights, strict=True):
        hit = hits.get(term)
        if hit is None:
            held_left += weight
            if weight > heaviest_held:
                heaviest_held = weight
            if is_hard(term):
                hard_left += 1
            else:
                rest_held_left += weight
            if token in cased and weight > held_name:
                held_name = weight
            pending = weight if gap == 0 else 0.0
            gap += 1
            continue
        position, value = hit
        if gap == 1 and position == before + 2:
            swapped = max(swapped, min(pending, asked.weights[before + 1]))
        gap = 0
        held += weight * value
        slips += weight * (1.0 - value)
        if value > matched.get(position, 0.0):
            matched[position] = value
        if is_hard(term):
            hard_matched += 1
        else:
            rest_held += weight * value
        if position == before + 1:
            neighbours += 1
        before = position
    if gap == 1 and before == len(asked.weights) - 2:
        swapped = max(swapped, min(pending, asked.weights[-1]))
    asked_name = 0.0
    rare_left = 0
    asked_cased = asked.query.cased
    start, end = asked.query.taken_back
    covered = left = heaviest = total = rest_covered = rest_total = 0.0
    usual = fact_covered = 0.0
    usual_terms = index.usual[indexed.fact]
    for position, weight in enumerate(asked.weights):
        match = matched.get(position)
        if match is None:
            if start <= position < end:
                continue
            match = 0.0
        total += weight
        covered += weight * match
        if not asked.hard[position]:
            rest_total += weight
            rest_covered += weight * match
        lost = weight * (1.0 - match)
        left += lost
        if lost > heaviest:
            heaviest = lost
        if match < 0.5 and asked.rare[position]:
            rare_left += 1
        if asked_cased and lost > asked_name and asked.query.tokens[position] in asked_cased:
            asked_name = lost
        if match:
            fact_covered += weight * match
            best = 0.0
            for term, value in asked.senses[position]:
                share = usual_terms.get(term, 0.0) * value
                if share > best:
                    best = share
            usual += weight * best
        else:
            for term, value in asked.senses[position]:
                if term in usual_terms:
                    usual += weight * usual_terms[term] * value
                    fact_covered += weight * value
                    break
    total = total or 1.0
    kinds, held_kinds = asked.query.kinds, indexed.query.kinds
    asked_covered = covered / total
    held_covered = held / indexed.total
    letters = fuzz.ratio(asked.text, indexed.text) / 100
    features = [
        asked_covered,
        held_covered,
        asked_covered * held_covered,
        min(left, 4.0) / 4,
        min(held_left, 4.0) / 4,
        heaviest,
        heaviest_held,
        rest_covered / rest_total if rest_total else 1.0,
        rest_held / (rest_held + rest_held_left) if rest_held else float(rest_held_left == 0.0),
        swapped,
        asked_name,
        held_name,
        min(rare_left, 2) / 2,
        1.0 if (asked.query.is_negated is False) != (indexed.query.is_negated is False) else 0.0,
        letters,
        fuzz.token_sort_ratio(asked.text, indexed.text) / 100,
        index.triples.similarity(asked.triples, asked.triples_norm, indexed.number, indexed.text),
        fuzz.token_set_ratio(asked.text, indexed.text) / 100,
        1.0 if asked.query.opening and asked.query.opening == indexed.query.opening else 0.0,
        1.0 if asked.query.opening and indexed.query.opening and asked.query.opening != indexed.query.opening else 0.0,
        neighbours / max(1, len(indexed.terms) - 1),
        1.0 if left < 0.02 and held_left < 0.02 and slips < 0.02 else 0.0,
        1.0 if kinds & held_kinds else 0.0,
        1.0 if bool(kinds) != bool(held_kinds) else 0.0,
        min(hard_matched, 3) / 3,
        min(hard_left, 3) / 3,
        asked.unknown / asked.total,
        slips / (held + slips) if held else 0.0,
        usual / total,
        fact_covered / total,
        math.log1p(len(asked.weights)) / 4,
        math.log1p(total) / 3,
        math.log(len(index.by_fact[indexed.fact])) / 4,
        1.0 if end else 0.0,
        meaning,
    ]
    return features, frozenset(matched)

"""Compares a question with a phrasing in a vector of named features, each about 0 to 1."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from bot.matching.retrieval.alignment import (
    FactCoverage,
    PhraseCoverage,
    PreparedQuery,
    QueryCoverage,
    fact_coverage,
    phrase_coverage,
    query_coverage,
)
from bot.matching.retrieval.index import Index, IndexedPhrase

# What each feature says; every vector is in this order.
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
    "trigrams": "letter trigrams in common, weighed by how rare they are in the base (cosine)",
    "letters_shared": "similarity of the words in common, whatever is left over",
    "same_opening": "both turn on the same question word, open ones such as what and why included",
    "other_opening": "they turn on different question words",
    "order": "neighbouring words of the phrasing that are neighbours in the question too",
    "same_words": "both have the same words",
    "same_kind": "both ask for the same explicit kind of answer",
    "kind_missing": "only one of the two asks for an explicit kind",
    "constraints_matched": "numbers and names in both, up to three",
    "constraints_left": "numbers and names of the phrasing that the question lacks, up to three",
    "unknown": "weight of the question's words that the whole base lacks, of all its weight",
    "slips": "how far the matched words are misspelt",
    "usual": "how usual the question's words are among all the fact's phrasings",
    "fact_covered": "weight of the question's words that any phrasing of the fact has",
    "words": "length of the question in words, logarithm",
    "weight": "weight of all the question's words, logarithm",
    "phrasings": "number of the fact's phrasings, logarithm",
    "took_back": "the question corrects itself",
    "meaning": "similarity of meaning by the sentence model, 0 without it",
    "meaning_beyond": "that similarity, as far as the words do not show it already",
    "meaning_best": "the greatest similarity of meaning among all the fact's phrasings",
    "meaning_several": "the mean of the three greatest",
}
PAIR_NAMES = tuple(PAIR_FEATURES)
_BOTH_COVERED = PAIR_NAMES.index("both_covered")
LETTERS: Final = slice(PAIR_NAMES.index("letters"), PAIR_NAMES.index("letters_shared") + 1)
_NO_LETTERS: Final = (0.0,) * (LETTERS.stop - LETTERS.start)
_MOST_LEFT = 4.0
_NOTHING = 0.02  # so little weight left over is a rounding of none


@dataclass(frozen=True, slots=True)
class Alike:
    """Similarity in meaning of a question to a phrasing, to the nearest one of its fact, and to its nearest three."""

    here: float = 0.0
    best: float = 0.0
    several: float = 0.0


NOT_ALIKE: Final = Alike()  # without a sentence model


def compare(
    prepared: PreparedQuery,
    indexed: IndexedPhrase,
    index: Index,
    meaning: Alike = NOT_ALIKE,
    coverages: dict[int, FactCoverage] | None = None,
    *,
    with_letters: bool = True,
) -> tuple[list[float], frozenset[int]]:
    """Return the features of a question and a phrasing, in the order of PAIR_NAMES, and which tokens matched.

    `coverages` keeps what each fact has of this question. Without letters, the features in LETTERS are 0.
    """
    held = phrase_coverage(prepared, indexed)
    phrasings = len(index.by_fact[indexed.fact])
    fact = coverages.get(indexed.fact) if coverages is not None else None
    if fact is None and phrasings > 1:
        fact = fact_coverage(prepared, index.usual[indexed.fact])
        if coverages is not None:
            coverages[indexed.fact] = fact
    side = query_coverage(prepared, held.matched, fact)
    features = [
        *_word_features(side, held, indexed),
        float((prepared.query.is_negated is False) != (indexed.query.is_negated is False)),
        *(letter_features(prepared, indexed, index) if with_letters else _NO_LETTERS),
        *_question_features(prepared, indexed, side, held),
        prepared.unknown,
        held.slips / (held.held + held.slips) if held.held else 0.0,
        side.usual / side.total,
        side.fact_covered / side.total,
        prepared.length,
        math.log1p(side.total) / 3,
        math.log(phrasings) / 4 if phrasings > 1 else 0.0,
        prepared.is_corrected,
    ]
    features += [meaning.here, meaning.here * (1.0 - features[_BOTH_COVERED]), meaning.best, meaning.several]
    return features, frozenset(held.matched)


def _word_features(side: QueryCoverage, held: PhraseCoverage, indexed: IndexedPhrase) -> list[float]:
    """Return the features from asked_covered to rare_left."""
    asked_covered = side.covered / side.total
    held_covered = held.held / indexed.total
    return [
        asked_covered,
        held_covered,
        asked_covered * held_covered,
        side.left / _MOST_LEFT if side.left < _MOST_LEFT else 1.0,
        held.left / _MOST_LEFT if held.left < _MOST_LEFT else 1.0,
        side.heaviest_left,
        held.heaviest_left,
        side.rest_covered / side.rest_total if side.rest_total else 1.0,
        held.rest_held / (held.rest_held + held.rest_left) if held.rest_held else float(held.rest_left == 0.0),
        held.swapped,
        side.name_left,
        held.name_left,
        side.rare_left / 2 if side.rare_left < 2 else 1.0,
    ]


def letter_features(prepared: PreparedQuery, indexed: IndexedPhrase, index: Index) -> list[float]:
    """Return the features from letters to letters_shared, each from 0 to 1."""
    return [
        fuzz.ratio(prepared.text, indexed.text) / 100,
        fuzz.ratio(prepared.sorted_text, indexed.sorted_text) / 100,
        index.trigrams.similarity(prepared.trigrams, prepared.trigrams_norm, indexed.number, indexed.text),
        fuzz.token_set_ratio(prepared.text, indexed.text) / 100,
    ]


def _question_features(
    prepared: PreparedQuery, indexed: IndexedPhrase, side: QueryCoverage, held: PhraseCoverage
) -> list[float]:
    """Return the features from same_opening to constraints_left."""
    opening, held_opening = prepared.query.opening, indexed.query.opening
    kinds, held_kinds = prepared.query.kinds, indexed.query.kinds
    matched, left = held.constraints_matched, held.constraints_left
    return [
        float(bool(opening) and opening == held_opening),
        float(bool(opening) and bool(held_opening) and opening != held_opening),
        held.neighbours / max(1, len(indexed.terms) - 1),
        float(side.left < _NOTHING and held.left < _NOTHING and held.slips < _NOTHING),
        float(not kinds.isdisjoint(held_kinds)),
        float(bool(kinds) != bool(held_kinds)),
        matched / 3 if matched < 3 else 1.0,
        left / 3 if left < 3 else 1.0,
    ]

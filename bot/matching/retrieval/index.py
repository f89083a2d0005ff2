"""An inverted index over the phrasings of a fact base: from each term to the phrasings that have it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from bot.factbase.model import Fact, FactBase, Phrase
from bot.matching.retrieval.term_lookup import TermLookup, TermMatches
from bot.matching.retrieval.term_weights import TermWeights
from bot.matching.retrieval.trigrams import TrigramIndex
from bot.matching.text.countries import country_of
from bot.matching.text.stemmer import stem
from bot.matching.text.token_class import is_constraint
from bot.matching.text.word_frequency import is_rare
from bot.matching.understanding.query import Query
from bot.matching.understanding.reader import QuestionReader
from bot.matching.understanding.template_reader import TemplateReader

_ENOUGH_POSTINGS = 800  # beyond this only phrasings already found are looked at
_TOO_LIGHT = 0.08  # a word of so little weight finds no phrasing that others do not
_NEAR_ENOUGH = 0.4  # of the best phrasing's shared weight
_TOO_FAR = 0.39  # of it; below _NEAR_ENOUGH, so that rounding does no harm
_LONG = 100  # tokens; in a longer text each word is walked once, with the weight of all its repetitions
_MANY_POSTINGS = 50  # from here on it is worth a look whether they can still matter
_KEPT_PHRASINGS = 12
_SHORT = 2  # letters: such a word is no name
_REMEMBERED = 20_000
_SURE = 0.5  # similarity from which a word very likely stands for another
_OPEN = "#"


_KnownToken: TypeAlias = tuple[str, float, bool, str]  # term, weight, whether it is a constraint, place in a frame


@dataclass(frozen=True, slots=True)
class IndexedPhrase:
    """A phrasing, read and ready to be compared with a question."""

    number: int  # position in `Index.phrases`
    fact: int  # position in `Index.facts`
    phrase: Phrase
    query: Query
    terms: tuple[str, ...]
    weights: tuple[float, ...]  # one a term, as are the next two
    constraints: tuple[bool, ...]  # a name or number
    cased: tuple[bool, ...]  # written with a capital, as names are
    total: float  # of the weights
    text: str  # its tokens, joined by spaces
    sorted_text: str  # the same, in alphabetical order
    frame: tuple[str, ...]  # its terms with years, numbers and the like left open: what siblings share


@dataclass(frozen=True, slots=True)
class KnownWord:
    """What an index says of a token of a question."""

    weight: float
    matches: TermMatches
    is_constraint: bool  # a name or number
    is_rare: bool  # on no list of common words: a name, or a slip


class Index:
    """All phrasings of a base, read once. The order of the base's files makes no difference.

    A question that matches a superseded fact is answered by the fact that holds now, so its phrasings count as that
    fact's.
    """

    def __init__(self, base: FactBase, reader: QuestionReader, readings: Mapping[str, Query]) -> None:
        """Build the index; `readings` holds phrasings that were read before, by their text."""
        phrases = _phrases_by_current(base)
        self.facts: tuple[Fact, ...] = tuple(fact for fact in base.facts if fact.id in phrases)
        filled = TemplateReader(reader).readings(base, readings)
        read = [
            (
                number,
                phrase,
                readings.get(phrase.text) or filled.get(phrase.text) or reader.read(phrase.text, corrections=False),
            )
            for number, fact in enumerate(self.facts)
            for phrase in _distinct(phrases[fact.id])
        ]
        self._weights = TermWeights(((fact, query) for fact, _, query in read), len(self.facts))
        known: dict[str, _KnownToken] = {}
        self.phrases = [self._indexed(number, *row, known) for number, row in enumerate(read)]
        self._totals = [indexed.total for indexed in self.phrases]
        self.by_fact: dict[int, list[IndexedPhrase]] = defaultdict(list)
        self._postings: dict[str, dict[int, None]] = defaultdict(dict)  # term → phrasings, in their order
        self._by_frame: dict[tuple[str, ...], list[IndexedPhrase]] = defaultdict(list)
        for indexed in self.phrases:
            self._file(indexed)
        self.texts = frozenset(indexed.text for indexed in self.phrases)
        self._fact_by_text: dict[str, int | None] = {}  # None: phrasings of several facts read alike
        for indexed in self.phrases:
            if self._fact_by_text.setdefault(indexed.text, indexed.fact) != indexed.fact:
                self._fact_by_text[indexed.text] = None
        self.trigrams = TrigramIndex(indexed.text for indexed in self.phrases)
        self.usual = {fact: _usual_terms(phrases) for fact, phrases in self.by_fact.items()}
        self._words = frozenset(token for indexed in self.phrases for token in indexed.query.tokens if token.isalpha())
        self._term_lookup = TermLookup(self._words, frozenset(self._postings))
        self._looked_up: dict[str, KnownWord] = {}

    def _indexed(
        self, number: int, fact: int, phrase: Phrase, query: Query, known: dict[str, _KnownToken]
    ) -> IndexedPhrase:
        for token in query.tokens:
            if token not in known:
                term = stem(token)
                known[token] = (
                    term,
                    self._weights.of_term(term),
                    is_constraint(token),
                    _OPEN if term[0].isdigit() else term,
                )
        columns = zip(*[known[token] for token in query.tokens], strict=True) if query.tokens else ((), (), (), ())
        terms, weights, constraints, frame = columns
        return IndexedPhrase(
            number=number,
            fact=fact,
            phrase=phrase,
            query=query,
            terms=terms,
            weights=weights,
            constraints=constraints,
            cased=tuple([token in query.cased for token in query.tokens]) if query.cased else (False,) * len(terms),
            total=sum(weights) or 1.0,
            text=" ".join(query.tokens),
            sorted_text=" ".join(sorted(" ".join(query.tokens).split())),
            frame=frame,
        )

    def _file(self, indexed: IndexedPhrase) -> None:
        self.by_fact[indexed.fact].append(indexed)
        if _OPEN in indexed.frame:
            self._by_frame[indexed.frame].append(indexed)
        for term in indexed.terms:
            self._postings[term][indexed.number] = None

    def weight(self, token: str) -> float:
        """Return how telling a token is, 0.02 to 1."""
        return self._weights.of(token)

    def look_up(self, token: str) -> KnownWord:
        """Return what is known of a token; it is worked out once."""
        found = self._looked_up.get(token)
        if found is None:
            if len(self._looked_up) >= _REMEMBERED:
                self._looked_up.clear()
            rare = len(token) > _SHORT and token.isalpha() and is_rare(token)
            found = KnownWord(self.weight(token), self.term_matches(token), is_constraint(token), rare)
            self._looked_up[token] = found
        return found

    def term_matches(self, token: str) -> TermMatches:
        """Return the base's terms that a token may stand for, with their similarity, best first."""
        return self._term_lookup.matches(token)

    def terms(self, token: str) -> set[str]:
        """Return the base's terms that a token very likely stands for."""
        return {term for term, value in self.term_matches(token) if value >= _SURE}

    def exact(self, word: str) -> str | None:
        """Return the base's term for a word as it is spelt, None where the base lacks it."""
        return self._term_lookup.exact(word)

    @cached_property
    def by_country_frame(self) -> Mapping[tuple[str, ...], Sequence[IndexedPhrase]]:
        """The phrasings that name a country, by their terms without countries: what two countries' sides share."""
        found: dict[tuple[str, ...], list[IndexedPhrase]] = defaultdict(list)
        for indexed in self.phrases:
            frame = without_countries(indexed)
            if len(frame) < len(indexed.terms):
                found[frame].append(indexed)
        return found

    @cached_property
    def countries(self) -> Mapping[str, str]:
        """The base's terms that name a country, with its code."""
        return {stem(word): code for word in sorted(self._words) if (code := country_of(word))}

    def names_editions(self, indexed: IndexedPhrase) -> bool:
        """Return whether a phrasing's year is part of a name or tells it from a sibling, rather than a detail."""
        return self.facts[indexed.fact].about is not None or len(self.siblings(indexed)) > 1

    @property
    def readings(self) -> dict[str, Query]:
        """What was read of each phrasing, by its text; it holds for any base with the same names and synonyms."""
        return {indexed.phrase.text: indexed.query for indexed in self.phrases}

    def fact_phrased(self, tokens: Sequence[str]) -> int | None:
        """Return the number of the fact that has just these tokens as a phrasing; None for no fact or several."""
        return self._fact_by_text.get(" ".join(tokens)) if tokens else None

    def siblings(self, indexed: IndexedPhrase) -> list[IndexedPhrase]:
        """Return the phrasings that differ from one only in years and numbers, itself included, one a fact."""
        if _OPEN not in indexed.frame:
            return [indexed]
        return list({other.fact: other for other in self._by_frame[indexed.frame]}.values())

    def nearest(self, tokens: Sequence[tuple[float, TermMatches]]) -> list[IndexedPhrase]:
        """Return the phrasings that share most weight with the question, best first, at most twelve.

        `tokens` holds the weight and the term matches of each token of the question. Telling words are walked first;
        once enough postings were seen, common ones only add to phrasings already found (Moffat and Zobel 1996,
        "continue"). Ties go to the lower number.
        """
        if len(tokens) > _LONG:
            counts = Counter(tokens)
            counted = [(weight * times, matches) for (weight, matches), times in counts.items()]
        else:
            counted = list(tokens)
        shared = self._shared_weights(sorted(counted, key=lambda pair: -pair[0]))
        least = _NEAR_ENOUGH * max(shared.values(), default=0.0)
        asked = sum([weight for weight, _ in tokens]) or 1.0
        totals = self._totals
        scored = [(gain / (asked + totals[n]), -n) for n, gain in shared.items() if gain >= least]
        scored.sort(reverse=True)
        return [self.phrases[-number] for _, number in scored[:_KEPT_PHRASINGS]]

    def _shared_weights(self, tokens: Sequence[tuple[float, TermMatches]]) -> dict[int, float]:
        """Return the weight that phrasings share with a question, by their number; tokens come heaviest first.

        Phrasings are left out that all that is still to come cannot bring near the best one.
        """
        shared: dict[int, float] = {}
        looked = 0
        is_late = False  # too late for a phrasing that was not found yet
        to_come = sum([weight * value for weight, matches in tokens for _, value in matches])
        for weight, matches in tokens:
            for term, value in matches:
                gain = weight * value
                numbers = self._postings.get(term, {})
                if not is_late and len(numbers) > _MANY_POSTINGS and shared:
                    floor = _TOO_FAR * max(shared.values())
                    is_late = to_come < floor
                    if is_late:
                        shared = {number: sofar for number, sofar in shared.items() if sofar + to_come >= floor}
                is_early = not shared or looked + len(numbers) <= _ENOUGH_POSTINGS
                looked += len(numbers) if is_early else 0
                to_come -= gain
                if is_early and not is_late:
                    for number in numbers:
                        shared[number] = shared.get(number, 0.0) + gain
                elif is_early or weight >= _TOO_LIGHT:
                    both = numbers.keys() & shared.keys()
                    if not both and not is_late and term[0] == "=":  # a name that goes with nothing else
                        shared.update(dict.fromkeys(numbers, gain))
                    for number in both:
                        shared[number] += gain
        return shared


def _phrases_by_current(base: FactBase) -> dict[str, list[Phrase]]:
    """Return the phrasings by the fact that holds now, its own first, then those of the facts that it superseded."""
    found: dict[str, list[Phrase]] = defaultdict(list)
    for fact in sorted(base.facts, key=lambda fact: (not fact.is_current, fact.id)):
        found[base.current(fact).id] += base.phrases_of(fact)
    return found


def _distinct(phrases: Sequence[Phrase]) -> list[Phrase]:
    return list({phrase.text: phrase for phrase in reversed(phrases)}.values())[::-1]


def _usual_terms(phrases: Sequence[IndexedPhrase]) -> dict[str, float]:
    """Return the share of a fact's phrasings that has each term."""
    counts: dict[str, int] = defaultdict(int)
    for indexed in phrases:
        for term in set(indexed.terms):
            counts[term] += 1
    return {term: count / len(phrases) for term, count in counts.items()}


def without_countries(indexed: IndexedPhrase) -> tuple[str, ...]:
    """Return the terms of a phrasing that name no country."""
    return tuple(
        term for token, term in zip(indexed.query.tokens, indexed.terms, strict=True) if country_of(token) is None
    )

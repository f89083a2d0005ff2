"""A fact base → an inverted index over its phrasings: term → the phrasings that hold it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest

from bot.factbase.model import Fact, FactBase, Phrase
from bot.matching.decision import Candidate
from bot.matching.frequency import prior_weight
from bot.matching.hard import HardTokens, hard_tokens
from bot.matching.names import Names
from bot.matching.normalise import capitalised, tokenise, without_noise
from bot.matching.query import Query, read
from bot.matching.roles import Roles, roles
from bot.matching.spelling import Speller
from bot.matching.triples import Triples
from bot.matching.words import skeleton, stem

_PRIOR_POWER = 1.2
_RARITY_POWER = 0.6
_ENOUGH_POSTINGS = 1200  # beyond this only phrasings already found are looked at
_KEPT_PHRASINGS = 16
_KEPT_FACTS = 8
_OPEN = "#"
_CACHED_WORDS = 20_000


@dataclass(frozen=True, slots=True)
class IndexedPhrase:
    """A phrasing ready to be compared."""

    number: int
    fact: int  # position in `Index.facts`
    phrase: Phrase
    query: Query
    terms: tuple[str, ...]
    weights: tuple[float, ...]  # one per term
    total: float
    text: str  # its tokens in one line
    frame: tuple[str, ...]  # its terms with years, numbers and the like left open: what siblings share


class Index:
    """All current facts' phrasings, frozen once built; the same base gives the same index at any order of files."""

    def __init__(self, base: FactBase) -> None:
        self.names = Names(base.names)
        self._synonyms = {
            word: tuple(tokenise(meaning))
            for language in sorted(base.phrasings.synonyms)
            for word, meaning in base.phrasings.synonyms[language].items()
        }
        # a question that matches an earlier fact is answered by the one that holds now
        phrases: dict[str, list[Phrase]] = defaultdict(list)
        for fact in sorted(base.facts, key=lambda fact: (not fact.is_current, fact.id)):
            phrases[base.current(fact).id] += base.phrases_of(fact)
        self.facts: tuple[Fact, ...] = tuple(fact for fact in base.facts if fact.id in phrases)
        read_phrases = [
            (number, phrase, self.read(phrase.text, corrections=False))
            for number, fact in enumerate(self.facts)
            for phrase in _distinct(phrases[fact.id])
        ]
        self._weigh(read_phrases)
        self.phrases = [
            self._indexed(number, fact, phrase, query)
            for number, (fact, phrase, query) in enumerate(read_phrases)
        ]
        self._by_frame: dict[tuple[str, ...], list[IndexedPhrase]] = defaultdict(list)
        for indexed in self.phrases:
            if _OPEN in indexed.frame:
                self._by_frame[indexed.frame].append(indexed)
        self.triples = Triples(indexed.text for indexed in self.phrases)
        postings: dict[str, list[int]] = defaultdict(list)
        by_fact: dict[int, list[IndexedPhrase]] = defaultdict(list)
        for indexed in self.phrases:
            by_fact[indexed.fact].append(indexed)
            for term in dict.fromkeys(indexed.terms):
                postings[term].append(indexed.number)
        self._postings = dict(postings)
        self.by_fact = dict(by_fact)
        topics = {topic.name: tokenise(topic.title) for topic in base.topics}
        self.hard: dict[int, HardTokens] = {
            fact: hard_tokens(
                [p.query for p in phrases],
                self.names,
                [*tokenise(self.facts[fact].answer), *topics[self.facts[fact].topic]],
            )
            for fact, phrases in by_fact.items()
        }
        # only a fact with two names can have them in the wrong places
        self.roles = {fact: _roles_of(phrases) for fact, phrases in by_fact.items()}
        self.role_names = {
            fact: frozenset[str]().union(*(held.names for held in found)) for fact, found in self.roles.items()
        }
        self.usual = {fact: _usual_terms(phrases) for fact, phrases in by_fact.items()}
        # slips happen to words as they are written, not to their stems
        words = {token for indexed in self.phrases for token in indexed.query.tokens if token.isalpha()}
        by_skeleton: dict[str, set[str]] = defaultdict(set)
        for word in words:
            by_skeleton[skeleton(word)].add(stem(word))
            by_skeleton[skeleton(stem(word))].add(stem(word))
        self._by_skeleton = {plain: tuple(sorted(terms)) for plain, terms in by_skeleton.items()}
        self._speller = Speller(self._by_skeleton)
        self._cache: dict[str, tuple[tuple[str, float], ...]] = {}

    def read(self, text: str, *, corrections: bool = True) -> Query:
        """Turn text into a query: tokens with noise dropped, synonyms and names put in."""
        tokens = without_noise(tokenise(text))
        if self._synonyms:
            tokens = [t for token in tokens for t in self._synonyms.get(token, (token,))]
        return read(self.names.resolve(tokens), capitalised(text), corrections=corrections)

    def weight(self, token: str) -> float:
        """How telling a token is: its rarity in general text and in this base, 0.02 to 1."""
        known = self._weights.get(stem(token))
        return known if known is not None else self._unknown_weight(token)

    def _unknown_weight(self, token: str) -> float:
        return float(prior_weight(token) ** _PRIOR_POWER) if token.isalpha() else 1.0

    def _weigh(self, phrases: Sequence[tuple[int, Phrase, Query]]) -> None:
        facts_with: dict[str, set[int]] = defaultdict(set)
        prior: dict[str, float] = {}
        for fact, _, query in phrases:
            for token in query.tokens:
                term = stem(token)
                facts_with[term].add(fact)
                rarity = self._unknown_weight(token)
                prior[term] = min(rarity, prior.get(term, 1.0))
        count = len(self.facts)
        most = math.log(count + 2)
        self._weights = {
            term: max(0.02, prior[term] * (math.log((count + 1) / (len(facts) + 0.5) + 1) / most) ** _RARITY_POWER)
            for term, facts in facts_with.items()
        }

    def _indexed(self, number: int, fact: int, phrase: Phrase, query: Query) -> IndexedPhrase:
        terms = tuple(stem(token) for token in query.tokens)
        weights = tuple(self._weights[term] for term in terms)
        return IndexedPhrase(
            number=number,
            fact=fact,
            phrase=phrase,
            query=query,
            terms=terms,
            weights=weights,
            total=sum(weights) or 1.0,
            text=" ".join(query.tokens),
            frame=tuple(_OPEN if term[0].isdigit() else term for term in terms),
        )

    def fact(self, candidate: Candidate) -> Fact:
        """The fact of a candidate."""
        return self.facts[self.phrases[candidate.number].fact]

    def names_editions(self, indexed: IndexedPhrase) -> bool:
        """Whether a phrasing's year is part of a name or tells it from a sibling, rather than a detail."""
        return self.facts[indexed.fact].about is not None or len(self.siblings(indexed)) > 1

    def siblings(self, indexed: IndexedPhrase) -> list[IndexedPhrase]:
        """The phrasings that differ from one only in years, numbers and the like; itself included, one a fact."""
        if _OPEN not in indexed.frame:
            return [indexed]
        return list({other.fact: other for other in self._by_frame[indexed.frame]}.values())

    def senses(self, token: str) -> tuple[tuple[str, float], ...]:
        """The base's terms that a token may stand for, with their similarity, best first."""
        found = self._cache.get(token)
        if found is None:
            if len(self._cache) >= _CACHED_WORDS:
                self._cache.clear()
            found = self._cache[token] = self._find_senses(token)
        return found

    def _find_senses(self, token: str) -> tuple[tuple[str, float], ...]:
        term = stem(token)
        senses = {term: 1.0} if term in self._postings else {}
        if token.isalpha() and len(token) >= 3:
            plain = skeleton(token)
            for spelling, value in [(plain, 1.0), (skeleton(term), 1.0), *self._speller.near(plain)]:
                for word in self._by_skeleton.get(spelling, ()):
                    # a word that the base knows as it stands is seldom a slip for another
                    senses[word] = max(senses.get(word, 0.0), value * (0.8 if senses.get(term) == 1.0 and word != term else 0.95))
            if term in self._postings:
                senses[term] = 1.0
        ranked = sorted(senses.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple((word, value) for word, value in ranked[:4] if value >= 0.4)

    def exact(self, word: str) -> str | None:
        """The base's term for a word as it stands, if it has it."""
        term = stem(word)
        return term if term in self._postings else None

    def nearest(self, query: Query, tokens: Sequence[tuple[float, tuple[tuple[str, float], ...]]]) -> list[IndexedPhrase]:
        """The phrasings that share most weight with the question, best first.

        `tokens` holds the weight and the senses of each token of the question.
        """
        shared: dict[int, float] = {}
        looked = 0
        asked = sum(weight for weight, _ in tokens) or 1.0
        for weight, senses in sorted(tokens, key=lambda pair: -pair[0]):
            for term, value in senses:
                gain = weight * value
                numbers = self._postings.get(term, ())
                if looked < _ENOUGH_POSTINGS:
                    looked += len(numbers)
                    for number in numbers:
                        shared[number] = shared.get(number, 0.0) + gain
                elif len(numbers) < 4 * len(shared):
                    for number in numbers:
                        if number in shared:
                            shared[number] += gain
        if not shared:
            return []
        phrases = self.phrases
        least = 0.4 * max(shared.values())
        scored = [(gain / (asked + phrases[number].total), -number) for number, gain in shared.items() if gain >= least]
        return [phrases[-number] for _, number in nlargest(_KEPT_PHRASINGS, scored)]


def _distinct(phrases: Sequence[Phrase]) -> list[Phrase]:
    return list({phrase.text: phrase for phrase in reversed(phrases)}.values())[::-1]


def _roles_of(phrases: Sequence[IndexedPhrase]) -> tuple[Roles, ...]:
    found = tuple(roles(indexed.query) for indexed in phrases)
    return found if any(len(held.names) > 1 and held.bonds for held in found) else ()


def _usual_terms(phrases: Sequence[IndexedPhrase]) -> dict[str, float]:
    """Term → the share of a fact's phrasings that hold it."""
    counts: dict[str, int] = defaultdict(int)
    for indexed in phrases:
        for term in set(indexed.terms):
            counts[term] += 1
    return {term: count / len(phrases) for term, count in counts.items()}

"""A fact base → an inverted index over its phrasings: term → the phrasings that hold it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest

from bot.factbase.model import Fact, FactBase, Phrase
from bot.matching.decision import Candidate
from bot.matching.retrieval.term_lookup import TermLookup, TermMatches
from bot.matching.retrieval.term_weights import TermWeights
from bot.matching.retrieval.trigrams import TrigramIndex
from bot.matching.text.countries import country_of
from bot.matching.text.stemmer import stem
from bot.matching.text.token_class import is_hard
from bot.matching.text.tokenizer import capitalised, tokenise, without_noise
from bot.matching.understanding.entity_linker import EntityLinker
from bot.matching.understanding.query import Query, read
from bot.matching.verification.argument_roles import Roles, roles
from bot.matching.verification.constraints import fact_profile
from bot.matching.verification.country_relations import countries, country_directions, country_modifiers

_ENOUGH_POSTINGS = 800  # beyond this only phrasings already found are looked at
_TOO_LIGHT = 0.08  # a word of so little weight finds no phrasing that others do not
_NEAR_ENOUGH = 0.4  # of the best phrasing's shared weight
_KEPT_PHRASINGS = 12
_SURE = 0.5  # similarity from which a word very likely stands for another
_OPEN = "#"


@dataclass(frozen=True, slots=True)
class IndexedPhrase:
    """A phrasing ready to be compared."""

    number: int
    fact: int  # position in `Index.facts`
    phrase: Phrase
    query: Query
    terms: tuple[str, ...]
    weights: tuple[float, ...]  # one per term, as are the next two
    hard: tuple[bool, ...]
    cased: tuple[bool, ...]  # written as a name
    total: float
    text: str  # its tokens in one line
    frame: tuple[str, ...]  # its terms with years, numbers and the like left open: what siblings share


class Index:
    """All facts' phrasings, frozen once built; the same base gives the same index at any order of files.

    A question that matches an earlier fact is answered by the one that holds now, so that its phrasings count as that
    one's.
    """

    def __init__(self, base: FactBase) -> None:
        self.names = EntityLinker(base.names)
        self._synonyms = {
            word: tuple(tokenise(meaning))
            for language in sorted(base.phrasings.synonyms)
            for word, meaning in base.phrasings.synonyms[language].items()
        }
        held = _phrases_by_current(base)
        self.facts: tuple[Fact, ...] = tuple(fact for fact in base.facts if fact.id in held)
        asked = [
            (number, phrase, self.read(phrase.text, corrections=False))
            for number, fact in enumerate(self.facts)
            for phrase in _distinct(held[fact.id])
        ]
        self._weights = TermWeights(((fact, query) for fact, _, query in asked), len(self.facts))
        self.phrases = [self._indexed(number, *row) for number, row in enumerate(asked)]
        self.by_fact: dict[int, list[IndexedPhrase]] = defaultdict(list)
        self._postings: dict[str, dict[int, None]] = defaultdict(dict)  # term → phrasings, in their order
        self._by_frame: dict[tuple[str, ...], list[IndexedPhrase]] = defaultdict(list)
        for indexed in self.phrases:
            self._file(indexed)
        self.texts = frozenset(indexed.text for indexed in self.phrases)
        self.triples = TrigramIndex(indexed.text for indexed in self.phrases)
        self.usual = {fact: _usual_terms(phrases) for fact, phrases in self.by_fact.items()}
        words = {token for indexed in self.phrases for token in indexed.query.tokens if token.isalpha()}
        self.vocabulary = TermLookup(words, frozenset(self._postings))
        self.countries = {stem(word): code for word in sorted(words) if (code := country_of(word))}
        self._bind(base)

    def _file(self, indexed: IndexedPhrase) -> None:
        self.by_fact[indexed.fact].append(indexed)
        if _OPEN in indexed.frame:
            self._by_frame[indexed.frame].append(indexed)
        for term in dict.fromkeys(indexed.terms):
            self._postings[term][indexed.number] = None

    def _bind(self, base: FactBase) -> None:
        """Collect what a question must agree with, fact by fact."""
        titles = {topic.name: tokenise(topic.title) for topic in base.topics}
        self.hard = {
            number: fact_profile(
                [indexed.query for indexed in phrases],
                self.names,
                [*tokenise(self.facts[number].answer), *titles[self.facts[number].topic]],
            )
            for number, phrases in self.by_fact.items()
        }
        texts = {
            number: [*(indexed.query.tokens for indexed in phrases), tokenise(self.facts[number].answer)]
            for number, phrases in self.by_fact.items()
        }
        self.ties = {number: country_modifiers(said) for number, said in texts.items()}
        self.ways = {number: country_directions(said) for number, said in texts.items()}
        self.told_countries = {number: countries(said) for number, said in texts.items()}
        self.answer_countries = {number: countries(said[-1:]) for number, said in texts.items()}
        self.roles = {number: _roles_of(phrases) for number, phrases in self.by_fact.items()}
        self.role_names = {
            number: frozenset[str]().union(*(held.names for held in found)) for number, found in self.roles.items()
        }

    def read(self, text: str, *, corrections: bool = True) -> Query:
        """Turn text into a query: tokens with noise dropped, synonyms and names put in."""
        tokens = without_noise(tokenise(text))
        if self._synonyms:
            tokens = [t for token in tokens for t in self._synonyms.get(token, (token,))]
        return read(self.names.resolve(tokens), capitalised(text), corrections=corrections)

    def weight(self, token: str) -> float:
        """How telling a token is, 0.02 to 1."""
        return self._weights.of(token)

    def senses(self, token: str) -> TermMatches:
        """The base's terms that a token may stand for, with their similarity, best first."""
        return self.vocabulary.senses(token)

    def terms(self, token: str) -> set[str]:
        """The base's terms that a token very likely stands for."""
        return {term for term, value in self.senses(token) if value >= _SURE}

    def exact(self, word: str) -> str | None:
        """The base's term for a word as it stands, if it has it."""
        return self.vocabulary.exact(word)

    def _indexed(self, number: int, fact: int, phrase: Phrase, query: Query) -> IndexedPhrase:
        terms = tuple(stem(token) for token in query.tokens)
        weights = tuple(self._weights.of_term(term) for term in terms)
        return IndexedPhrase(
            number=number,
            fact=fact,
            phrase=phrase,
            query=query,
            terms=terms,
            weights=weights,
            hard=tuple(is_hard(token) for token in query.tokens),
            cased=tuple(token in query.cased for token in query.tokens),
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

    def nearest(self, tokens: Sequence[tuple[float, TermMatches]]) -> list[IndexedPhrase]:
        """The phrasings that share most weight with the question, best first.

        `tokens` holds the weight and the senses of each token of the question. Telling words are walked first; once
        enough postings were seen, common ones only add to phrasings already found (Moffat and Zobel 1996, "continue").
        """
        shared: dict[int, float] = {}
        looked = 0
        for weight, senses in sorted(tokens, key=lambda pair: -pair[0]):
            for term, value in senses:
                gain = weight * value
                numbers = self._postings.get(term, {})
                if not shared or looked + len(numbers) <= _ENOUGH_POSTINGS:
                    looked += len(numbers)
                    for number in numbers:
                        shared[number] = shared.get(number, 0.0) + gain
                elif weight >= _TOO_LIGHT:
                    both = numbers.keys() & shared.keys()
                    for number in both or (numbers if term[0] == "=" else ()):  # a name that goes with nothing else
                        shared[number] = shared.get(number, 0.0) + gain
        least = _NEAR_ENOUGH * max(shared.values(), default=0.0)
        asked = sum(weight for weight, _ in tokens) or 1.0
        phrases = self.phrases
        scored = [(gain / (asked + phrases[n].total), -n) for n, gain in shared.items() if gain >= least]
        return [phrases[-number] for _, number in nlargest(_KEPT_PHRASINGS, scored)]


def _phrases_by_current(base: FactBase) -> dict[str, list[Phrase]]:
    held: dict[str, list[Phrase]] = defaultdict(list)
    for fact in sorted(base.facts, key=lambda fact: (not fact.is_current, fact.id)):
        held[base.current(fact).id] += base.phrases_of(fact)
    return held


def _distinct(phrases: Sequence[Phrase]) -> list[Phrase]:
    return list({phrase.text: phrase for phrase in reversed(phrases)}.values())[::-1]


def _roles_of(phrases: Sequence[IndexedPhrase]) -> tuple[Roles, ...]:
    """Only a fact with two names can have them in the wrong places; nothing for any other."""
    found = tuple(roles(indexed.query) for indexed in phrases)
    return found if any(len(held.names) > 1 and held.bonds for held in found) else ()


def _usual_terms(phrases: Sequence[IndexedPhrase]) -> dict[str, float]:
    """Term → the share of a fact's phrasings that hold it."""
    counts: dict[str, int] = defaultdict(int)
    for indexed in phrases:
        for term in set(indexed.terms):
            counts[term] += 1
    return {term: count / len(phrases) for term, count in counts.items()}

"""The conditions under which the fact nearest to a question may answer it: the question asks just what the fact says.

Every condition holds on any base, whether or not it has names or tables of phrasings. A word of the question that the
fact has nowhere makes it another question ("hotel" for "taxi"), and so does a telling word of the fact that the
question leaves unsaid, where the fact has no other phrasing that would show which of its words matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Final, TypeAlias

from bot.matching.retrieval.index import Index, IndexedPhrase, without_countries
from bot.matching.text.countries import country_of
from bot.matching.text.lexicon import FRAME_WORDS, KIND_NOUNS, LIGHT_WORDS
from bot.matching.text.numerals import is_year
from bot.matching.text.stemmer import stem
from bot.matching.text.token_class import is_constraint
from bot.matching.text.word_frequency import is_rare, zipf
from bot.matching.understanding.query import Query
from bot.matching.verification.contradictions import asks_beyond, contradicts
from bot.matching.verification.country_relations import countries
from bot.matching.verification.fact_profile import FactProfile

# Weights (0.02 to 1) from which a word counts: of a named fact, which has many phrasings, and of any other.
_TELLING_NAMED = 0.15
_TELLING = 0.15
_TELLING_COUNTED = 0.28  # what "how many" counts
_TELLING_UNSAID = 0.6  # a word of the phrasing that the question leaves out
_KNOWN_WORD = 3.0  # Zipf value from which a word is meant as it stands, and is no slip for another
_SAME = 0.999  # similarity of two spellings of one word
_AMOUNTS: Final = frozenset({"how many", "how much"})
_ANY_AMOUNT: Final = frozenset(
    {"money", "dollars", "rupees", "time", "more", "other", "different", "people", "of", "the", "in", "a"}
)
# Question words that ask for different things; "what" and "which" may ask for any of them.
_EXPLICIT: Final = frozenset(
    {"who", "where", "when", "why", "how", "how often", "how long", "how many", "how much", "how far", "how old"}
)
# They ask why without the word; in Russian and Hindi the words for why are several.
_CAUSES: Final = frozenset(
    map(stem, ("why", "reason", "cause", "purpose", "aim", "goal", "for", "зачем", "причина", "цель"))
)
_MOST_HAVE: Final = 0.5  # share of a fact's phrasings
_WH: Final = frozenset({"what", "which"})
_COPULAS: Final = frozenset(
    {"is", "are", "was", "were", "does", "do", "did", "would", "will", "has", "have", "had", "can", "should"}
)
_COUNTED_FROM: Final = frozenset({"next", "following", "after", "previous", "preceding", "before"})
_DO: Final = frozenset({"do", "does", "did"})
_STRANDED: Final = frozenset({"for", "with", "from", "about", "against", "by"})
_KIND_OF: Final = frozenset({"the", "of", "kind", "type", "name"})
_AFTER_WH = 3  # words after "which" among which its noun is


@dataclass(frozen=True, slots=True)
class Pair:
    """A question beside the phrasing nearest to it, with what the fact says in all."""

    query: Query
    indexed: IndexedPhrase
    index: Index
    profile: FactProfile

    @property
    def asked(self) -> list[str]:
        """The tokens of the question, without what it took back."""
        start, end = self.query.reparandum
        return [*self.query.tokens[:start], *self.query.tokens[end:]]

    @property
    def content(self) -> list[str]:
        """The words of the question that have to be the fact's: no names, no small words, no words around a name.

        A word of the topic's title or of a name's spelling goes without saying beside a name ("the exercise KAZIND");
        elsewhere it asks for something ("the final exercise of KAZIND").
        """
        asked = self.asked
        return [
            token
            for position, token in enumerate(asked)
            if not is_constraint(token)
            and token not in LIGHT_WORDS
            and token not in self.profile.answer
            and not (
                token in self.profile.context
                and (country_of(token) or any(map(is_constraint, asked[max(0, position - 1) : position + 2])))
            )
        ]

    @property
    def said(self) -> frozenset[str]:
        """The terms that the question's tokens very likely stand for."""
        return frozenset(term for token in self.query.tokens for term in self.index.terms(token))

    @property
    def unsaid(self) -> list[str]:
        """The tokens of the phrasing that the question does not have as they stand."""
        said = set(self.query.tokens)
        return [token for token in self.indexed.query.tokens if token not in said]

    @property
    def unaccounted(self) -> list[str]:
        """The content words of the question that the fact has in no phrasing, nor in its answer or its names."""
        kinds = self.query.kinds & self.profile.kinds
        usual = self.index.usual[self.indexed.fact]
        return [
            token
            for token in self.content
            if KIND_NOUNS.get(token) not in kinds and self.index.terms(token).isdisjoint(usual)
        ]

    @property
    def taken_for_others(self) -> list[str]:
        """The common words of the question that only resemble words of the fact: minimum, maximum."""
        usual = self.index.usual[self.indexed.fact]
        return [
            token
            for token in self.content
            if token not in FRAME_WORDS
            and token.isalpha()
            and zipf(token) >= _KNOWN_WORD
            and stem(token) not in usual
            and not any(value >= _SAME for term, value in self.index.term_matches(token) if term in usual)
        ]


Condition: TypeAlias = Callable[[Pair], bool]  # whether a question falls short of it


def _leaves_out_a_name(pair: Pair) -> bool:
    """A name or year of the phrasing is not in the question; "the next" is another one with each year it follows."""
    needs_year = pair.index.names_editions(pair.indexed) or not _COUNTED_FROM.isdisjoint(pair.indexed.query.tokens)
    return any(token[0] == "=" or (needs_year and is_year(token)) for token in pair.unsaid)


def _leaves_out_a_number(pair: Pair) -> bool:
    """A number of the phrasing is not in the question, and the fact is about nothing with a name."""
    profile = pair.profile
    return not (profile.is_named or profile.has_example_numbers) and any(map(is_constraint, pair.unsaid))


def _lacks_a_preposition(pair: Pair) -> bool:
    """The phrasing ends in a preposition that the question lacks: what was it for."""
    last = pair.indexed.query.tokens[-1]
    return last in _STRANDED and last not in pair.query.tokens


def _counts_something_else(pair: Pair) -> bool:
    """The words "how many" or "how much" count another thing in the question than in the fact."""
    asked, held = pair.query.counted, pair.indexed.query.counted
    if not asked or held is None:
        return False
    telling = [
        token
        for token in asked
        if token not in _ANY_AMOUNT and not is_constraint(token) and pair.index.weight(token) >= _TELLING_COUNTED
    ]
    known = {stem(token) for token in held}
    return bool(telling) and not any(known & pair.index.terms(token) or country_of(token) for token in telling)


def _asks_with_another_word(pair: Pair) -> bool:
    """One asks how or why, and the other for a person, place, time or number; or each for a different one of these."""
    query, held = pair.query, pair.indexed.query
    if _asks_what_was_done(query) and pair.profile.has_kind and not query.kinds:
        phrases = pair.index.by_fact[pair.indexed.fact]
        if not any(_asks_what_was_done(phrase.query) for phrase in phrases):
            return True
    if not pair.profile.is_named and {query.opening, held.opening} <= _EXPLICIT and query.opening != held.opening:
        return True
    if (query.opening == "why") != (held.opening == "why") and not {stem(token) for token in query.tokens} & _CAUSES:
        return True
    return any(
        (one.kinds & _AMOUNTS and other.opening == "what" and not other.kinds)
        or (one.opening in ("how", "why") and bool(other.kinds) and not one.kinds)
        for one, other in ((query, held), (held, query))
    )


def _asks_what_was_done(query: Query) -> bool:
    """Return whether a question asks for the object of a verb: what did they say."""
    return any(one in _WH and two in _DO for one, two in pairwise(query.tokens))


def _asks_for_another_noun(pair: Pair) -> bool:
    """Most phrasings ask which service, navy or force, and the question, asking what, has none of these nouns."""
    if pair.query.opening != "what":
        return False
    phrases = pair.index.by_fact[pair.indexed.fact]
    nouns = {stem(noun) for noun in map(_asked_noun, phrases) if noun}
    if sum(bool(_asked_noun(phrase)) for phrase in phrases) < _MOST_HAVE * len(phrases):
        return False
    return not any(pair.index.terms(token) & nouns or stem(token) in nouns for token in pair.query.tokens)


def _asked_noun(indexed: IndexedPhrase) -> str:
    tokens = indexed.query.tokens
    at = next((position for position, token in enumerate(tokens) if token in _WH), None)
    if at is None or at + 1 >= len(tokens) or tokens[at + 1] in _COPULAS:
        return ""
    following = tokens[at + 1 : at + 1 + _AFTER_WH]
    skipped = LIGHT_WORDS | FRAME_WORDS | _KIND_OF | _COPULAS
    return next((token for token in following if token.isalpha() and token not in skipped), "")


def _names_another_country(pair: Pair) -> bool:
    """The question names a country that neither the phrasings nor the answer name, only the title of the topic."""
    return pair.profile.is_named and bool(countries([pair.query.tokens]) - pair.profile.told_countries)


def _leaves_out_a_country(pair: Pair) -> bool:
    """The phrasing is about one country, the question names none, and another fact says the same of another country."""
    held = countries([pair.indexed.query.tokens])
    if len(held) != 1 or countries([pair.query.tokens]) or any(term in pair.index.countries for term in pair.said):
        return False
    fact = pair.index.facts[pair.indexed.fact]
    for other in pair.index.by_country_frame.get(without_countries(pair.indexed), ()):
        beside = pair.index.facts[other.fact]
        is_beside = beside.about == fact.about if fact.about else beside.topic == fact.topic
        if is_beside and other.fact != pair.indexed.fact and not countries([other.query.tokens]) <= held:
            return True
    return False


def _is_turned(pair: Pair) -> bool:
    """A word of the question turns it round: closed for opened, the last for the first."""
    return pair.profile.is_named and contradicts(pair.query, pair.indexed, pair.index, pair.profile)


def _has_more_words(pair: Pair) -> bool:
    """The question has a content word that the fact lacks."""
    if pair.profile.is_named:
        usual = pair.index.usual[pair.indexed.fact]
        return any(asks_beyond(token) and stem(token) not in usual for token in pair.asked) or any(
            token not in FRAME_WORDS and pair.index.weight(token) >= _TELLING_NAMED for token in pair.unaccounted
        )
    has_other_name = any(token in pair.indexed.query.cased for token in pair.unsaid)
    left = pair.unaccounted
    if has_other_name and any(token in pair.query.cased or is_rare(token) for token in left):
        return True
    counted = [*(token for token in left if token not in FRAME_WORDS), *pair.taken_for_others]
    return any(pair.index.weight(token) >= _TELLING for token in counted)


def _leaves_out_words(pair: Pair) -> bool:
    """A telling word of the only phrasings there are is not in the question."""
    if pair.profile.is_named:
        return False
    indexed, said = pair.indexed, pair.said
    return any(
        weight >= _TELLING_UNSAID and term not in said and not is_constraint(token) and token not in LIGHT_WORDS
        for token, term, weight in zip(indexed.query.tokens, indexed.terms, indexed.weights, strict=True)
    )


CONDITIONS: Final[Mapping[str, Condition]] = MappingProxyType(
    {
        "name-unsaid": _leaves_out_a_name,
        "number-unsaid": _leaves_out_a_number,
        "preposition": _lacks_a_preposition,
        "counted-thing": _counts_something_else,
        "question-word": _asks_with_another_word,
        "asked-noun": _asks_for_another_noun,
        "country": _names_another_country,
        "country-unsaid": _leaves_out_a_country,
        "turned": _is_turned,
        "word-added": _has_more_words,
        "word-unsaid": _leaves_out_words,
    }
)


def unmet(pair: Pair) -> Iterator[str]:
    """Name the conditions of which a question falls short, in the order of the table; none where it is the phrasing."""
    if " ".join(pair.query.tokens) == pair.indexed.text:
        return iter(())
    return (name for name, falls_short in CONDITIONS.items() if falls_short(pair))

"""Compares questions that got no answer: whether they ask for the same thing in other words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

from bot.matching.decision import Candidate, Decision, NoAnswer, Why
from bot.matching.matcher import Matcher
from bot.matching.text.lexicon import (
    AUXILIARIES,
    GREETINGS,
    KIND_NOUNS,
    LIGHT_WORDS,
    OPEN_QUESTION_WORDS,
    PLEASANTRIES,
    QUESTION_WORDS,
)
from bot.matching.text.stemmer import stem
from bot.matching.text.string_similarity import word_list_similarity, word_similarity
from bot.matching.text.token_class import is_constraint
from bot.matching.text.word_frequency import prior_weight

_LEAST: Final = 0.35  # weight below which a word says nothing of what is asked
_TELLING: Final = 0.62  # weight from which a word that only one of two has makes it another question
_SURE: Final = 0.8  # likeness of a word to one of the base from which it stands for that
_SAME_WORD: Final = 85.0
_SAME_WORDS: Final = 60.0
_NEAR: Final = 0.5  # share of the confidence of a choice from which a blocked fact is what was meant but for its block
# What something is said to do where only its place or time is asked for.
_HAPPENING: Final = frozenset(map(stem, ("held", "take", "happen", "occur", "conducted", "organised", "organized")))
_OF_EVENTS: Final = frozenset({"where", "when"})
_SKIPPED: Final = AUXILIARIES | GREETINGS | LIGHT_WORDS | QUESTION_WORDS.keys() | OPEN_QUESTION_WORDS
_UNASKED: Final = frozenset({Why.EMPTY, Why.UNREADABLE, Why.TOO_LONG})


@dataclass(frozen=True, slots=True)
class Shape:
    """A question as it is compared: `hard` has to be equal, `telling` the same words, `slight` alike on the whole.

    `near` is the fact that it would find but for what blocks it.
    """

    hard: tuple[str, ...]
    kinds: tuple[str, ...]
    telling: tuple[str, ...]
    slight: tuple[str, ...]
    is_negated: bool
    near: str | None

    def as_text(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Shape:
        """Read what `as_text` wrote."""
        held = json.loads(text)
        hard, kinds, telling, slight = (tuple(held[name]) for name in ("hard", "kinds", "telling", "slight"))
        return cls(hard, kinds, telling, slight, held["is_negated"], held["near"])


def shape_of(question: str, matcher: Matcher, candidates: Iterable[Candidate] = ()) -> Shape:
    """Return what tells whether another question asks for the same."""
    query = matcher.read(question)
    words = {token: _weight(token) for token in query.tokens if not is_constraint(token)}
    is_of_event = not query.kinds.isdisjoint(_OF_EVENTS)
    words = {token: weight for token, weight in words.items() if not (is_of_event and stem(token) in _HAPPENING)}
    return Shape(
        hard=tuple(sorted({token for token in query.tokens if is_constraint(token)})),
        kinds=tuple(sorted(query.kinds)),
        telling=_terms((token for token, weight in words.items() if weight >= _TELLING), matcher),
        slight=_terms((token for token, weight in words.items() if _LEAST <= weight < _TELLING), matcher),
        is_negated=bool(query.is_negated),
        near=_near(candidates, matcher),
    )


def are_alike(one: Shape, other: Shape) -> bool:
    """Return whether two questions ask for the same thing, in whatever order they are given."""
    if one.hard != other.hard or one.is_negated != other.is_negated:
        return False
    if one.kinds and other.kinds and set(one.kinds).isdisjoint(other.kinds):
        return False
    if not (_in_pairs(one.telling, other.telling) or (one.near is not None and one.near == other.near)):
        return False
    words, others = (*one.hard, *one.telling, *one.slight), (*other.hard, *other.telling, *other.slight)
    if not one.telling and not one.hard:
        return _in_pairs(one.slight, other.slight)
    return word_list_similarity(words, others) >= _SAME_WORDS


def are_related(one: Shape, other: Shape) -> bool:
    """Return whether a question may be another in quite other words: of the same things, and of no other kind."""
    if one.hard != other.hard or one.is_negated != other.is_negated:
        return False
    if one.kinds and other.kinds and set(one.kinds).isdisjoint(other.kinds):
        return False
    return bool(one.hard) or any(_is_same(word, rival) for word in one.telling for rival in other.telling)


def asks_something(decision: Decision, matcher: Matcher) -> bool:
    """Return whether a text that got no answer asks for something, and is no thanks or greeting."""
    if not isinstance(decision, NoAnswer):
        return True
    if decision.reason.why in _UNASKED:
        return False
    if all(token in PLEASANTRIES or token in _SKIPPED for token in matcher.read(decision.question).tokens):
        return False
    shape = shape_of(decision.understood or decision.question, matcher)
    is_question = bool(shape.kinds) or bool(matcher.read(decision.question).opening)
    is_telling = bool(shape.hard or shape.telling)
    if not decision.candidates:  # letters at random come near to nothing
        return is_question and is_telling
    return is_telling or (is_question and bool(shape.slight))


def is_telling(token: str) -> bool:
    """Return whether a word says something of what is asked; numbers and names say it by themselves."""
    return not is_constraint(token) and _weight(token) >= _LEAST


def _weight(token: str) -> float:
    return 0.0 if token in _SKIPPED or token in KIND_NOUNS else prior_weight(token)


def _terms(tokens: Iterable[str], matcher: Matcher) -> tuple[str, ...]:
    return tuple(sorted({_term(token, matcher) for token in tokens}))


def _term(token: str, matcher: Matcher) -> str:
    """Return the base's term for a word, misspelt or inflected, or what inflected forms of the word share."""
    exact = matcher.index.exact(token)
    if exact is not None:
        return exact
    term, value = next(iter(matcher.index.term_matches(token)), ("", 0.0))
    return term if value >= _SURE else stem(token)


def _near(candidates: Iterable[Candidate], matcher: Matcher) -> str | None:
    best = max(candidates, key=lambda candidate: candidate.confidence, default=None)
    if best is None or not best.violations or best.confidence < _NEAR * matcher.thresholds.suggest_at:
        return None
    return best.fact


def _in_pairs(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Return whether each word has its like among the others, and the other way round."""
    return all(any(_is_same(word, other) for other in others) for word in some) and all(
        any(_is_same(word, other) for word in some) for other in others
    )


def _is_same(word: str, other: str) -> bool:
    return word == other or word_similarity(word, other) >= _SAME_WORD

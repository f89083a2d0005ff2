"""Improves a refusal: drops nearest facts that have nothing to do with the question, and replies to small talk."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

from bot.matching.decision import Candidate, Decision, NoAnswer, Reason, Suggest, Why
from bot.matching.dialogue.small_talk import is_talk, is_thanks
from bot.matching.matcher import Matcher
from bot.matching.text.lexicon import (
    LEADING,
    LIGHT_WORDS,
    OPEN_QUESTION_WORDS,
    PERSONAL,
    POINTING,
    QUESTION_WORDS,
    SMALL_TALK,
)
from bot.matching.text.numerals import is_year
from bot.matching.text.token_class import is_constraint
from bot.matching.text.word_frequency import is_rare

_TOPICS: Final = 3
_TELLING: Final = 0.25  # weight from which a word says what a question is about
_ANY_SLIP: Final = 0.8  # similarity from which any word counts as a slip for another
_RARE_SLIP: Final = 0.75  # the same for a word on no list: "lunch" is no launch, but "uranum" is uranium
_SMALL: Final = LEADING | POINTING | PERSONAL | SMALL_TALK | LIGHT_WORDS | QUESTION_WORDS.keys() | OPEN_QUESTION_WORDS


def as_refused(decision: Decision, matcher: Matcher) -> Decision:
    """Keep of the nearest facts those that share a telling word with the question, and such choices as well.

    Beside a choice that shares a word, one that shares only a year or a number fits no better than any other.
    """
    if isinstance(decision, Suggest) and decision.reason.why is Why.SEVERAL_NEAR:
        return _fitting(decision, matcher)
    if not isinstance(decision, NoAnswer) or not decision.nearest:
        return decision
    telling = _telling(decision.understood or decision.question, matcher)
    nearest = tuple(candidate for candidate in decision.nearest if _shares(candidate, telling, matcher))
    return replace(decision, nearest=nearest)


def _fitting(decision: Suggest, matcher: Matcher) -> Decision:
    words = {t for t in _telling(decision.understood or decision.question, matcher) if not is_constraint(t)}
    first, *others = decision.choices
    if first.number < 0 or not _shares(first, frozenset(words), matcher):
        return decision
    kept = (first, *(one for one in others if one.number < 0 or _shares(one, frozenset(words), matcher)))
    if len(kept) > 1:
        return replace(decision, choices=kept)
    return NoAnswer(decision.question, Reason(Why.NOT_HELD), kept, decision.candidates, decision.understood)


def as_talk(decision: Decision, matcher: Matcher) -> NoAnswer | None:
    """Return the friendly reply to a message that asks nothing; None for any other."""
    if not isinstance(decision, NoAnswer) or decision.understood or not is_talk(decision.question, matcher):
        return None
    if is_thanks(decision.question):
        return NoAnswer(decision.question, Reason(Why.THANKED), (), ())
    counts = Counter(fact.topic for fact in matcher.base.facts if fact.is_current)
    topics = tuple(name for name, _ in counts.most_common(_TOPICS))
    return NoAnswer(decision.question, Reason(Why.NOTHING_ASKED, topics), (), ()) if topics else None


def _telling(question: str, matcher: Matcher) -> frozenset[str]:
    """Return the base's terms for the telling words of a question; a number alone tells nothing, but a year does."""
    index, found = matcher.index, set[str]()
    tokens = matcher.read(question).tokens
    if all(token.isdigit() and not is_year(token) for token in tokens):
        return frozenset()
    for token in tokens:
        if token in _SMALL or not (is_constraint(token) or index.weight(token) >= _TELLING):
            continue
        least = _RARE_SLIP if is_rare(token) else _ANY_SLIP
        found |= {term for term, likeness in index.term_matches(token) if likeness >= least}
    return frozenset(found)


def _shares(candidate: Candidate, telling: frozenset[str], matcher: Matcher) -> bool:
    fact = matcher.index.phrases[candidate.number].fact
    return not telling.isdisjoint(matcher.index.usual[fact])

"""Finds the facts that somebody typing in inline mode may be looking for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.factbase.model import Fact, FactBase
from bot.matching import Matcher
from bot.matching.decision import Answer, Decision, NoAnswer, Suggest
from bot.replies import Reply


@dataclass(frozen=True, slots=True)
class InlineCandidate:
    """A fact to choose, and the reply that choosing it sends."""

    fact: Fact
    reply: Reply


def autocomplete(base: FactBase, matcher: Matcher, typed: str, most: int) -> list[Fact]:
    """Return at most so many current facts, the likeliest first; if nothing is typed, the newest that are not minor."""
    if not any(character.isalnum() for character in typed):
        newest = sorted(base.facts, key=lambda fact: (fact.minor, fact.id))
        newest.sort(key=lambda fact: (not fact.minor, fact.as_of), reverse=True)
        return [fact for fact in newest if fact.is_current][:most]
    found: dict[str, Fact] = {}
    for name in (*_near(matcher.decide(typed), matcher), *_spelled(base, typed)):
        fact = base.current(base.by_id[name])
        if fact.is_current:
            found.setdefault(fact.id, fact)
    return list(found.values())[:most]


def _near(decision: Decision, matcher: Matcher) -> Iterator[str]:
    match decision:
        case Answer():
            first = decision.facts
        case Suggest():
            first = decision.choices
        case NoAnswer():
            first = decision.nearest
    yield from (candidate.fact for candidate in first)
    likely = (one for one in decision.candidates if one.confidence >= matcher.thresholds.suggest_at)
    yield from (candidate.fact for candidate in likely if not candidate.violations)


def _spelled(base: FactBase, typed: str) -> Iterator[str]:
    """Yield facts with a phrasing that contains each typed word; the last one may be unfinished."""
    words = typed.casefold().split()
    for fact in base.facts:
        texts = (phrase.text.casefold() for phrase in base.phrases_of(fact))
        if any(all(word in text for word in words) for text in texts):
            yield fact.id

"""Finds phrasings that two current facts share."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks.rule import RuleContext, RuleFinding, place_of
from bot.factbase.model import Fact, Phrase
from bot.problems import Place, quoted

_ARTICLES = frozenset({"the", "a", "an"})


def phrase_taken(context: RuleContext) -> Iterator[RuleFinding]:
    """One phrasing leads to one fact.

    What counts is the phrasing as the matcher sees it: case, hyphens, politeness, articles and the spelling of
    names make no difference. Facts that are superseded or withdrawn bring no phrasings, and facts with the same
    `about` and `asks` share theirs (see same-question). Mend it by leaving the phrasing to one of the two
    facts, or by saying in it what tells them apart.
    """
    for fact, phrase, holder, first in taken_phrases(context):
        what = f"{quoted(phrase.text)} already leads to '{holder.id}' ({place_of_phrase(holder, first)})"
        mend = "leave it to one of the two, or say what tells them apart"
        yield RuleFinding(place_of_phrase(fact, phrase), what, mend)


def taken_phrases(context: RuleContext) -> Iterator[tuple[Fact, Phrase, Fact, Phrase]]:
    """Yield each phrasing that an earlier fact has too, with that fact and how it is put there."""
    holders: dict[str, tuple[Fact, Phrase]] = {}
    for fact in sorted(context.base.facts, key=lambda fact: fact.place):
        if fact.is_current:
            for phrase in context.base.phrases_of(fact):
                holder, first = holders.setdefault(_without_articles(context.fold(phrase.text)), (fact, phrase))
                if holder is not fact and not _share_asking(holder, fact):
                    yield fact, phrase, holder, first


def place_of_phrase(fact: Fact, phrase: Phrase) -> Place:
    """Return where a phrasing stands; one that `asks` brings stands there for the fact."""
    return phrase.place if phrase.place.path == fact.place.path else place_of(fact, "asks")


def _without_articles(folded: str) -> str:
    return " ".join(word for word in folded.split() if word not in _ARTICLES)


def _share_asking(one: Fact, other: Fact) -> bool:
    return one.about is not None and (one.about, one.asks) == (other.about, other.asks)

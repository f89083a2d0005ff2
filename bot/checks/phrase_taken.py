"""Phrasings → those that two current facts share."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks.rule import Context, Finding, place_of
from bot.factbase.model import Fact, Phrase
from bot.problems import Place, quoted


def phrase_taken(context: Context) -> Iterator[Finding]:
    """One phrasing leads to one fact.

    What counts is the phrasing as the matcher sees it: case, hyphens, politeness and the spelling of names
    make no difference. Facts that are superseded or withdrawn bring no phrasings, and facts with the same
    `about` and `asks` share theirs (see same-question). Mend it by leaving the phrasing to one of the two
    facts, or by saying in it what tells them apart.
    """
    holders: dict[str, tuple[Fact, Place]] = {}
    for fact in sorted(context.base.facts, key=lambda fact: fact.place):
        if not fact.is_current:
            continue
        for phrase in context.base.phrases_of(fact):
            place = _place(fact, phrase)
            holder, first = holders.setdefault(context.fold(phrase.text), (fact, place))
            if holder is not fact and not _share_asking(holder, fact):
                what = f"{quoted(phrase.text)} already leads to '{holder.id}' ({first})"
                yield Finding(place, what, "leave it to one of the two, or say what tells them apart")


def _place(fact: Fact, phrase: Phrase) -> Place:
    """Return where a phrasing stands; one that `asks` brings stands there for the fact."""
    return phrase.place if phrase.place.path == fact.place.path else place_of(fact, "asks")


def _share_asking(one: Fact, other: Fact) -> bool:
    return one.about is not None and (one.about, one.asks) == (other.about, other.asks)

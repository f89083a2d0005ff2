"""Finds phrasings that go on from another question, such as "and in 2019?"."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks.phrase_taken import place_of_phrase
from bot.checks.rule import RuleContext, RuleFinding
from bot.matching.dialogue.ellipsis import MissingPart
from bot.problems import quoted

_MENDS = {
    MissingPart.THING: "name in it what it asks about",
    MissingPart.QUESTION: "say in it what it asks, or leave it out",
}


def whole_question(context: RuleContext) -> Iterator[RuleFinding]:
    """A phrasing says itself what it is about, and what it asks.

    "And in 2019?", "when?", "who took part" and "what about KAZIND 2019" go on from what was asked before. As a
    phrasing of one fact they would find that fact whatever was spoken of. Nor may the bare name of something that
    several facts are about be a phrasing of one of them. Mend it by writing the question out.
    """
    for fact in context.base.facts:
        for phrase in context.base.phrases_of(fact):
            if phrase.place.path != fact.place.path:
                continue  # it comes of `asks`, and has the name that the fact is about
            missing = context.missing(phrase.text)
            if missing is not None:
                what = f"{quoted(phrase.text)} {missing}, so that it goes on from another question"
                yield RuleFinding(place_of_phrase(fact, phrase), what, _MENDS[missing])

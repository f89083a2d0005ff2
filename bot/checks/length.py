"""Finds questions and answers that are too long for one Telegram message."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks.rule import RuleContext, RuleFinding, place_of, utf16_units
from bot.factbase.model import Fact, FactBase
from bot.problems import Place

MOST_IN_QUESTION = 300
MOST_IN_ANSWER = 2_500
MOST_IN_REPLY = 4_096  # Telegram's own limit
_FRAME = 60  # dates, labels and line breaks round a source or a claim


def length(context: RuleContext) -> Iterator[RuleFinding]:
    """A reply fits one Telegram message.

    Telegram counts UTF-16 units: most characters are one, an emoji is two. A phrasing may have 300, an
    answer 2,500, and the whole reply, with the question, all claims and their sources, 4,096. Mend it by
    splitting the fact.
    """
    for fact in context.base.facts:
        found = [*_questions(fact), *_answers(fact)]
        yield from found
        if not found and (size := _reply_size(fact, context.base)) > MOST_IN_REPLY:
            what = f"the reply of '{fact.id}' has about {size:,} UTF-16 units, over {MOST_IN_REPLY:,}"
            yield RuleFinding(place_of(fact, "answer", "claims"), what, "shorten it, or split the fact")


def _questions(fact: Fact) -> Iterator[RuleFinding]:
    phrases = [fact.question, *fact.aliases]
    for translation in fact.translations:
        phrases += [translation.question] if translation.question else []
        phrases += translation.aliases
    for phrase in phrases:
        yield from _over(phrase.text, phrase.place, "phrasing", MOST_IN_QUESTION)


def _answers(fact: Fact) -> Iterator[RuleFinding]:
    yield from _over(fact.answer, place_of(fact, "answer", "claims"), "answer", MOST_IN_ANSWER)
    for translation in fact.translations:
        place = place_of(fact, f"translations.{translation.language}.answer", "translations")
        yield from _over(translation.answer or "", place, "answer", MOST_IN_ANSWER)


def _over(text: str, place: Place, what: str, most: int) -> Iterator[RuleFinding]:
    size = utf16_units(text)
    if size > most:
        yield RuleFinding(place, f"{what} has {size:,} UTF-16 units, over {most:,}", "shorten it, or split the fact")


def _reply_size(fact: Fact, base: FactBase) -> int:
    texts = [fact.question.text, fact.answer, fact.quote or ""]
    for citation in fact.citations:
        source = base.sources[citation.source]
        texts += [source.title, source.publisher, citation.locator or ""]
    return sum(map(utf16_units, texts)) + _FRAME * (1 + len(fact.citations) + len(fact.claims))

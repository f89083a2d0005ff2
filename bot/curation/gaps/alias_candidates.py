"""Suggests phrasings for a fact that similar facts have and it lacks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.curation.robustness.base_profile import BaseProfile, Mention
from bot.factbase.model import Fact, FactBase

_NUMBER: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Lacking:
    """A phrasing that a fact could have, and the similar fact that has it."""

    text: str
    sibling: str
    phrase: str


def lacking(fact: Fact, base: FactBase, fold: Callable[[str], str]) -> Iterator[Lacking]:
    """Turn phrasings of similar facts into phrasings of this one; those that any fact has already are left out.

    A similar fact asks the same of another name, or has the same question apart from names and numbers.
    """
    holdings = BaseProfile(base)
    taken = {fold(phrase.text) for each in base.facts for phrase in base.phrases_of(each)}
    for sibling in base.facts:
        if sibling is fact or not sibling.is_current:
            continue
        same_asks = fact.asks is not None and sibling.asks == fact.asks
        if not same_asks and _frame(sibling.question.text, holdings) != _frame(fact.question.text, holdings):
            continue
        for alias in sibling.aliases:
            text = _moved(alias.text, sibling, fact, holdings)
            if text is not None and fold(text) not in taken:
                taken.add(fold(text))
                yield Lacking(text, sibling.id, alias.text)


def _frame(text: str, holdings: BaseProfile) -> str | None:
    """Return a question without its names and numbers; None if it has neither."""
    bare = _NUMBER.sub("#", _without_names(text, holdings.mentions(text)))
    return bare.casefold() if bare != text else None


def _without_names(text: str, mentions: list[Mention]) -> str:
    for mention in reversed(mentions):
        text = mention.replaced(text, "{}")
    return text


def _moved(phrase: str, sibling: Fact, fact: Fact, holdings: BaseProfile) -> str | None:
    """Replace the names of one fact by those of another; return None if one of them would be left."""
    swaps = _swaps(sibling, fact, holdings)
    text = phrase
    for mention in reversed(holdings.mentions(phrase)):
        own = swaps.get(mention.name)
        if own is None:
            return None
        text = mention.replaced(text, own)
    if text == phrase or set(_NUMBER.findall(text)) - _numbers(fact, holdings):
        return None
    return text[:1].upper() + text[1:] if phrase[:1].isupper() else text


def _swaps(sibling: Fact, fact: Fact, holdings: BaseProfile) -> dict[str, str]:
    """Return which name of the fact replaces which of the other; shared names stay."""
    theirs = [mention.name for mention in holdings.mentions(sibling.question.text)]
    ours = [mention.name for mention in holdings.mentions(fact.question.text)]
    swaps = dict(zip(theirs, ours, strict=True)) if len(theirs) == len(ours) else {}
    if sibling.about and fact.about:
        swaps[sibling.about] = fact.about
    return swaps


def _numbers(fact: Fact, holdings: BaseProfile) -> set[str]:
    texts = [phrase.text for phrase in (fact.question, *fact.aliases)]
    texts += [spelling.text for spelling in holdings.base.names[fact.about].spellings] if fact.about else []
    return {number for text in texts for number in _NUMBER.findall(text)}

"""Writes the sources of facts at full length: the entry, the words quoted, and what else was read in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from bot.factbase.model import Fact, FactBase, Source
from bot.messages import explain as words
from bot.messages.replies import ACCESSED, QUOTED, RELIABILITY
from bot.replies.languages import wording
from bot.replies.layout import EMPTY_LINE, Line, Span, Style, Yield, clean, span
from bot.replies.localisation import Words
from bot.replies.sources import ADDRESS, address

MOST_OTHERS: Final = 10


def source_entries(facts: Sequence[Fact], base: FactBase, say: Words) -> list[Line]:
    """Write each source that the facts cite once, in the order in which they cite them."""
    told = {fact.id for fact in facts}
    lines: list[Line] = []
    for key in dict.fromkeys(citation.source for fact in facts for citation in fact.citations):
        lines += [EMPTY_LINE] if lines else []
        citing = [fact for fact in facts if _cites(fact, key)]
        lines += _entry(base.sources[key], say)
        locators = dict.fromkeys(c.locator for fact in citing for c in fact.citations if c.source == key and c.locator)
        if locators:
            lines.append((span(say(words.CITED, locators=", ".join(locators)), gives=Yield.SOURCE),))
        said = dict.fromkeys(c.answer for f in citing for c in f.claims if any(s.source == key for s in c.citations))
        lines += [(span(say(words.CLAIMED, text=text), gives=Yield.ANSWER),) for text in said]
        # A quote does not name its source, so it is shown only where the fact has just one.
        quotes = dict.fromkeys(f.quote for f in citing if f.quote and len({c.source for c in f.citations}) == 1)
        lines += [(span(say(QUOTED, text=quote), gives=Yield.CONTEXT),) for quote in quotes]
        lines += _others((f for f in base.facts if f.id not in told and f.is_current and _cites(f, key)), say)
    return lines


def _entry(source: Source, say: Words) -> list[Line]:
    url = address(source)
    title = span(source.title, Style.BOLD, url, Yield.SOURCE)
    facts = [source.publisher]
    if source.published is not None:
        facts.append(say(words.PUBLISHED, date=say.date(source.published)))
    if source.accessed is not None:
        facts.append(say(ACCESSED, date=say.date(source.accessed)))
    if source.reliability:
        facts.append(say(RELIABILITY, grade=source.reliability))
    lines: list[Line] = [(title,), (span(", ".join(facts), gives=Yield.SOURCE),)]
    if url is None:
        lines.append((span(say(words.PRINTED)),))
    archived = source.archived
    if archived and clean(archived) == archived and ADDRESS.fullmatch(archived):
        lines.append((span(say(words.ARCHIVED), url=archived),))
    return lines


def _others(facts: Iterable[Fact], say: Words) -> list[Line]:
    found = sorted(facts, key=lambda fact: (fact.minor, fact.id))
    if not found:
        return []
    lines: list[Line] = [(span(say(words.OTHERS)),)]
    lines += [
        (Span("• "), span(wording(fact, say.language).question, gives=Yield.CONTEXT)) for fact in found[:MOST_OTHERS]
    ]
    if len(found) > MOST_OTHERS:
        lines.append((span(say.count(words.MORE_FACTS, len(found) - MOST_OTHERS)),))
    return lines


def _cites(fact: Fact, key: str) -> bool:
    return any(citation.source == key for citation in fact.citations)

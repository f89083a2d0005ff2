"""Writes a document as pages that each fit one message; no item is cut, and the sources come last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.briefing.document import BriefingDocument, Item, NumberedSource, Reference, Section, Statement
from bot.messages.briefing import CONTINUED, SOURCES
from bot.replies.layout import EMPTY_LINE, Line, Span, Style, Yield, fit, length, span
from bot.replies.localisation import Words
from bot.replies.sources import address

# Well below Telegram's limits of 4,096 units and 100 looks and links: what a phone shows in a few turns of the thumb.
PAGE_UNITS: Final = 2400
PAGE_LOOKS: Final = 80


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stay together, under a heading that is repeated where a page begins within its section."""

    heading: str
    lines: tuple[Line, ...]


def message_pages(paper: BriefingDocument, say: Words) -> tuple[tuple[Line, ...], ...]:
    """Lay a document out in pages, at least one. The number of a source is a link to it."""
    head = _head(paper)
    done: list[list[Line]] = []
    page, heading = head, ""
    urls = {listed.number: address(listed.source) for listed in paper.sources}
    for block in _blocks(paper, say, urls):
        added = _headed(block, block.heading if block.heading != heading else "")
        if page is not head and _is_over([*page, *added]):
            done.append(page)
            again = say(CONTINUED, heading=block.heading) if block.heading == heading else block.heading
            page, added = [], _headed(block, again)
        page = [*page, *added]
        heading = block.heading
    done.append([*page, EMPTY_LINE, (span(paper.foot, Style.SMALL),)])
    return tuple(fit(_trimmed(lines)) for lines in done)


def single_page(paper: BriefingDocument, say: Words) -> list[Line]:
    """Lay a document out in one piece, for a terminal; addresses stand in the list of sources only."""
    lines, heading = _head(paper), ""
    for block in _blocks(paper, say, {}):
        lines += _headed(block, block.heading if block.heading != heading else "")
        heading = block.heading
    return [*lines, EMPTY_LINE, (span(paper.foot, Style.SMALL),)]


def _head(paper: BriefingDocument) -> list[Line]:
    return [(span(paper.title, Style.BOLD),), *((span(text, Style.SMALL),) for text in paper.about)]


def _is_over(lines: list[Line]) -> bool:
    looks = sum(1 for line in lines for piece in line if piece.style is not Style.PLAIN or piece.url is not None)
    return length(lines) > PAGE_UNITS or looks > PAGE_LOOKS


def _headed(block: Block, heading: str) -> list[Line]:
    above: list[Line] = [EMPTY_LINE, (span(f"▪ {heading}", Style.BOLD),)] if heading else []
    return [*above, EMPTY_LINE, *block.lines]


def _trimmed(lines: list[Line]) -> list[Line]:
    start = next((number for number, line in enumerate(lines) if line), 0)
    return lines[start:]


def _blocks(paper: BriefingDocument, say: Words, urls: Mapping[int, str | None]) -> Iterator[Block]:
    for section in paper.sections:
        yield from _section(section, urls)
    for listed in paper.sources:
        yield Block(say(SOURCES), tuple(_listed(listed)))


def _section(section: Section, urls: Mapping[int, str | None]) -> Iterable[Block]:
    return (Block(section.heading, tuple(_item(item, urls))) for item in section.items)


def _item(item: Item, urls: Mapping[int, str | None]) -> Iterator[Line]:
    yield (span(item.question, gives=Yield.CONTEXT),)
    if item.aside:
        yield (span(item.aside, Style.SMALL, gives=Yield.CONTEXT),)
    yield from ((span(f"⚠ {mark}", Style.SMALL),) for mark in item.marks)
    for statement in item.statements:
        bullet = [Span("• ")] if len(item.statements) > 1 else []
        yield (*bullet, span(statement.text, Style.BOLD, gives=Yield.ANSWER))
        if said := tuple(_vouched(statement, urls)):
            yield said


def _vouched(statement: Statement, urls: Mapping[int, str | None]) -> Iterator[Span]:
    if statement.when:
        yield span(statement.when)
    for reference in statement.references:
        yield Span(" · ") if reference is statement.references[0] and statement.when else Span(" ")
        yield from _reference(reference, urls)


def _reference(reference: Reference, urls: Mapping[int, str | None]) -> Iterator[Span]:
    yield span(f"[{reference.number}]", url=urls.get(reference.number))
    if reference.rest:
        yield Span(" ")
        yield span(reference.rest, gives=Yield.SOURCE)


def _listed(listed: NumberedSource) -> Iterator[Line]:
    title = span(listed.source.title, url=address(listed.source), gives=Yield.SOURCE)
    yield (Span(f"[{listed.number}] "), title, Span(", "), span(listed.rest, gives=Yield.SOURCE))

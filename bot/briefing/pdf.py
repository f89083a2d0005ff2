"""Writes a document as a PDF, the same bytes for the same document; needs the extra `pdf`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from bot.briefing.document import BriefingDocument, Item, NumberedSource, Reference, Section, Statement
from bot.briefing.html_page import archive_of
from bot.briefing.pdf_layout import DEEP, FLAG, INK, LINK, SOFT, Leaves
from bot.messages.briefing import ARCHIVED, PAGE_OF, SOURCES
from bot.replies.localisation import Words
from bot.replies.sources import address

INDENT: Final = 5.0  # millimetres
NUMBER_WIDTH: Final = 10.0
HEADING_ROOM: Final = 17.0


def as_pdf(paper: BriefingDocument, say: Words) -> bytes:
    """Write the document: a head, sections, numbered sources as links, and page numbers."""
    return _Printed(paper, say).output()


class _Printed:
    """Prints one document on pages."""

    def __init__(self, paper: BriefingDocument, say: Words) -> None:
        self.paper = paper
        self.say = say
        self.sheet = Leaves(paper.title, lambda page, pages: say(PAGE_OF, page=page, pages=pages))
        self.sheet.set_lang(paper.language)
        self.sheet.set_creation_date(dt.datetime.combine(paper.made, dt.time(), dt.UTC))
        self.links = {listed.number: self.sheet.add_link() for listed in paper.sources}

    def output(self) -> bytes:
        self.sheet.add_page()
        for link in self.links.values():
            self.sheet.set_link(link, page=1)  # until its source has its place
        self._head()
        for section in self.paper.sections:
            self._section(section)
        self._sources()
        self.sheet.ln(4)
        self.sheet.paragraph(self.paper.foot, 8.5, SOFT)
        return bytes(self.sheet.output())

    def _head(self) -> None:
        sheet = self.sheet
        sheet.paragraph(self.paper.kind.upper(), 8.5, SOFT, spaced=True)
        sheet.ln(1)
        sheet.paragraph(self.paper.title, 20, DEEP, bold=True)
        sheet.ln(1.5)
        for text in self.paper.about:
            sheet.paragraph(text, 9, SOFT)
        sheet.ln(2)
        sheet.rule(DEEP, 0.6)
        sheet.ln(2)

    def _section(self, section: Section) -> None:
        self._heading(section.heading, sum(self._height(item) for item in section.items[:1]))
        for item in section.items:
            self.sheet.keep(partial(self._height, item))
            self._item(item)

    def _heading(self, text: str, room: float) -> None:
        sheet = self.sheet
        sheet.keep(lambda: HEADING_ROOM + room)
        sheet.ln(5)
        sheet.start_section(sheet.printable(text))
        sheet.paragraph(text, 13, DEEP, bold=True)
        sheet.ln(1)
        sheet.rule()
        sheet.ln(2.5)

    def _height(self, item: Item) -> float:
        sheet = self.sheet
        parts = [(item.question, 9.0), *((mark, 8.5) for mark in item.marks)]
        parts += [(item.aside, 8.0)] if item.aside else []
        for statement in item.statements:
            parts += [(statement.text, 10.5), (_vouched(statement), 8.0)]
        return sum(sheet.height(text, size) for text, size in parts) + 3.5 + len(item.statements)

    def _item(self, item: Item) -> None:
        sheet = self.sheet
        sheet.paragraph(item.question, 9, SOFT)
        if item.aside:
            sheet.paragraph(item.aside, 8, SOFT)
        for mark in item.marks:
            sheet.paragraph(mark, 8.5, FLAG, bold=True)
        is_several = len(item.statements) > 1
        for statement in item.statements:
            with sheet.indented(INDENT if is_several else 0.0, bar=is_several):
                sheet.paragraph(statement.text, 10.5, INK, bold=True)
                self._vouched(statement)
            sheet.ln(1)
        sheet.ln(2.5)

    def _vouched(self, statement: Statement) -> None:
        if not statement.when and not statement.references:
            return
        sheet = self.sheet
        sheet.run(statement.when, 8, SOFT)
        for number, reference in enumerate(statement.references):
            sheet.run(" " if number or not statement.when else " · ", 8, SOFT)
            self._reference(reference)
        sheet.end_of_line(8)

    def _reference(self, reference: Reference) -> None:
        self.sheet.run(f"[{reference.number}]", 8, LINK, self.links[reference.number])
        if reference.rest:
            self.sheet.run(f" {reference.rest}", 8, SOFT)

    def _sources(self) -> None:
        if not self.paper.sources:
            return
        self._heading(self.say(SOURCES), 12)
        for listed in self.paper.sources:
            self._source(listed)

    def _source(self, listed: NumberedSource) -> None:
        sheet, url, archived = self.sheet, address(listed.source), archive_of(listed)
        rest = ", ".join(filter(None, (listed.rest, _host(url))))
        sheet.keep(lambda: sheet.height(listed.source.title, 9.5, NUMBER_WIDTH) + sheet.height(rest, 8.5, NUMBER_WIDTH))
        sheet.set_link(self.links[listed.number], y=sheet.get_y(), page=sheet.page)
        sheet.in_margin(f"[{listed.number}]", 9, SOFT)
        with sheet.indented(NUMBER_WIDTH):
            sheet.run(listed.source.title, 9.5, LINK if url else INK, url)
            sheet.end_of_line(9.5)
            sheet.run(rest, 8.5, SOFT)
            if archived and archived != url:
                sheet.run(", ", 8.5, SOFT)
                sheet.run(self.say(ARCHIVED), 8.5, LINK, archived)
            sheet.end_of_line(8.5)
        sheet.ln(2)


def _vouched(statement: Statement) -> str:
    return " ".join(_said(statement.when, statement.references))


def _said(when: str, references: Iterable[Reference]) -> list[str]:
    return [when, *(str(reference) for reference in references)]


def _host(url: str | None) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""

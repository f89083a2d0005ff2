"""Writes a document as one self-contained HTML page, to be read on a phone, sent on, and printed."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Final

from bot.briefing.document import BriefingDocument, Item, NumberedSource, Section, Statement
from bot.messages.briefing import ARCHIVED, SOURCES
from bot.replies.layout import clean
from bot.replies.localisation import Words
from bot.replies.sources import ADDRESS, address

_PLACEHOLDER: Final = re.compile(r"\{\{(\w+)\}\}")


def as_html(paper: BriefingDocument, say: Words) -> str:
    """Write the page; nothing in it runs, and nothing is fetched from anywhere."""
    style = _asset("paper.css")
    headings = [section.heading for section in paper.sections]
    values = {
        "language": escape(paper.language),
        "kind": escape(paper.kind),
        "title": escape(paper.title),
        "about": "\n".join(f'<p class="about">{escape(text)}</p>' for text in paper.about),
        "contents": "\n".join(_contents([*headings, *([say(SOURCES)] if paper.sources else [])])),
        "sections": "\n".join(_section(section, number) for number, section in enumerate(paper.sections, start=1)),
        "sources": _sources(paper, say, len(headings) + 1),
        "foot": escape(paper.foot),
        "style": style,
        "style_hash": "sha256-" + base64.b64encode(sha256(style.encode()).digest()).decode(),
    }
    return _PLACEHOLDER.sub(lambda found: values[found[1]], _asset("paper.html"))


def _contents(headings: list[str]) -> Iterator[str]:
    for number, heading in enumerate(headings, start=1):
        yield f'<li><a href="#part-{number}">{escape(heading)}</a></li>'


def _section(section: Section, number: int) -> str:
    items = "\n".join("".join(_item(item)) for item in section.items)
    return f'<section><h2 id="part-{number}">{escape(section.heading)}</h2>\n{items}\n</section>'


def _item(item: Item) -> Iterator[str]:
    yield f"<article><h3>{escape(item.question)}</h3>"
    if item.aside:
        yield f'<p class="aside">{escape(item.aside)}</p>'
    for mark in item.marks:
        yield f'<p class="mark">{escape(mark)}</p>'
    if len(item.statements) > 1:
        yield '<ul class="claims">'
        yield from (f"<li>{_said(statement)}</li>" for statement in item.statements)
        yield "</ul>"
    else:
        yield from map(_said, item.statements)
    yield "</article>"


def _said(statement: Statement) -> str:
    references = [
        f'<a href="#source-{each.number}">[{each.number}]</a>{escape(f" {each.rest}" if each.rest else "")}'
        for each in statement.references
    ]
    vouched = " · ".join(filter(None, (escape(statement.when), " ".join(references))))
    when = f'<p class="when">{vouched}</p>' if vouched else ""
    return f'<p class="said">{escape(statement.text)}</p>{when}'


def _sources(paper: BriefingDocument, say: Words, number: int) -> str:
    if not paper.sources:
        return ""
    listed = "\n".join(_listed(each, say) for each in paper.sources)
    head = f'<h2 id="part-{number}">{escape(say(SOURCES))}</h2>'
    return f'<section>{head}\n<ol class="sources">\n{listed}\n</ol></section>'


def _listed(listed: NumberedSource, say: Words) -> str:
    url, archived = address(listed.source), archive_of(listed)
    copy = f", {_link(archived, say(ARCHIVED))}" if archived and archived != url else ""
    title = _link(url, " ".join(clean(listed.source.title).split()))
    said = f'{title}<br><span class="rest">{escape(listed.rest)}{copy}</span>'
    return f'<li id="source-{listed.number}"><span class="number">[{listed.number}]</span><div>{said}</div></li>'


def archive_of(listed: NumberedSource) -> str | None:
    """Return the address of the archived copy, if it can be linked to."""
    url = listed.source.archived
    return url if url and clean(url) == url and ADDRESS.fullmatch(url) else None


def _link(url: str | None, text: str) -> str:
    if url is None:
        return escape(text)
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(text)}</a>'


def _asset(name: str) -> str:
    return (files("bot.briefing") / name).read_text("utf-8")

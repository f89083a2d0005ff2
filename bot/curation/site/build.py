"""Builds the HTML page of a base; an address of a topic file becomes a link only if it is safe."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Final

from bot.factbase.model import Citation, Fact, FactBase, Status
from bot.factbase.validity import overdue_since
from bot.replies.dates import in_words

_ADDRESS: Final = re.compile(r"https?://\S{1,2000}", re.IGNORECASE)


def safe_address(text: str | None) -> str | None:
    """Return an address only if it is one of a web page, so that no link can run a script."""
    return text if text and _ADDRESS.fullmatch(text) else None


_PLACEHOLDER: Final = re.compile(r"\{\{(\w+)\}\}")
_WORD: Final = re.compile(r"[^\W_]+")
FLAGS: Final = {
    Status.PLANNED: "planned: announced, not confirmed to have happened",
    Status.REPORTED: "reported, not confirmed",
}
TITLE: Final = "Facts"


def build_page(base: FactBase, today: dt.date, title: str = TITLE) -> str:
    """Write the page of all current facts of a base; it loads nothing from anywhere."""
    facts = [fact for fact in base.facts if fact.is_current]
    style, script, library = (_asset(name) for name in ("page.css", "page.js", "minisearch.js"))
    counted = f"{len(facts):,} facts, each with its source, as of {_day(today)}"
    values = {
        "language": base.topics[0].language if base.topics else "en",
        "title": escape(title),
        "about": escape(f"{counted}."),
        "topics": "\n".join(_topic_links(base, facts)),
        "facts": "\n".join(_sections(base, facts, today)),
        "foot": escape(f"Base {base.version}, exported on {_day(today)}. A fact that is missing here is not known."),
        "data": _data(base, facts),
        "style": style,
        "style_hash": _hash(style),
        "script": script,
        "library": library,
        "script_hashes": " ".join(f"'{_hash(code)}'" for code in (library, script)),
    }
    return _PLACEHOLDER.sub(lambda found: values[found[1]], _asset("page.html"))


def _topic_links(base: FactBase, facts: Iterable[Fact]) -> Iterator[str]:
    held = {fact.topic for fact in facts}
    for topic in base.topics:
        if topic.name in held:
            yield f'<li><a href="#topic-{escape(topic.name)}">{escape(topic.title)}</a></li>'


def _sections(base: FactBase, facts: Iterable[Fact], today: dt.date) -> Iterator[str]:
    by_topic: dict[str, list[Fact]] = {}
    for fact in sorted(facts, key=lambda fact: fact.place):
        by_topic.setdefault(fact.topic, []).append(fact)
    for topic in base.topics:
        if topic.name in by_topic:
            yield f'<h2 id="topic-{escape(topic.name)}">{escape(topic.title)}</h2>'
            for fact in by_topic[topic.name]:
                yield "".join(_article(fact, base, today))


def _article(fact: Fact, base: FactBase, today: dt.date) -> Iterator[str]:
    yield f'<article id="{escape(fact.id)}"><h3>{escape(fact.question.text)}</h3>'
    if fact.claims:
        yield '<p class="flag">Sources disagree:</p><ul class="claims">'
        for claim in fact.claims:
            when = f'<p class="when">as of {in_words(claim.as_of)}</p>'
            yield f'<li><p class="answer">{escape(claim.answer)}</p>{when}'
            yield f"{_sources(claim.citations, base, graded=True)}</li>"
        yield "</ul>"
    else:
        yield f'<p class="answer">{escape(fact.answer)}</p>'
    for flag in _flags(fact, today):
        yield f'<p class="flag">{escape(flag)}</p>'
    if not fact.claims:
        yield f'<p class="when">as of {in_words(fact.as_of)}</p>{_sources(fact.citations, base)}'
    yield "</article>"


def _flags(fact: Fact, today: dt.date) -> Iterator[str]:
    if fact.status in FLAGS:
        yield FLAGS[fact.status]
    if fact.valid_from or fact.valid_to:
        start = f" from {in_words(fact.valid_from)}" if fact.valid_from else ""
        end = f" until {in_words(fact.valid_to)}" if fact.valid_to else ""
        yield f"valid{start}{end}"
    if due := overdue_since(fact, today):
        yield f"a review was due by {in_words(due)}, so this may be out of date"


def _sources(citations: Iterable[Citation], base: FactBase, *, graded: bool = False) -> str:
    listed = "".join(f"<li>{_source(each, base, graded=graded)}</li>" for each in citations)
    return f'<ul class="sources">{listed}</ul>'


def _source(citation: Citation, base: FactBase, *, graded: bool) -> str:
    source = base.sources[citation.source]
    date = in_words(source.published) if source.published else ""
    if source.accessed and not date:
        date = f"accessed {in_words(source.accessed)}"
    grade = f"reliability {source.reliability}" if graded and source.reliability else ""
    rest = ", ".join(filter(None, (source.publisher, date, citation.locator or "", grade)))
    url, archived = (safe_address(address) for address in (source.url, source.archived))
    title = _link(url or archived, source.title)
    copy = f", {_link(archived, 'archived copy')}" if url and archived else ""
    printed = f'<span class="address"> — {escape(url or archived or "")}</span>' if url or archived else ""
    return f"{title}, {escape(rest)}{copy}{printed}"


def _link(address: str | None, text: str) -> str:
    if address is None:
        return escape(text)
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(text)}</a>'


def _data(base: FactBase, facts: Iterable[Fact]) -> str:
    """Return what the page searches: the phrasings, and the names of what a fact is about."""
    documents = []
    for fact in facts:
        own = [*fact.aliases]
        for translation in fact.translations:
            own += [*([translation.question] if translation.question else []), *translation.aliases]
        spellings = base.names[fact.about].spellings if fact.about else ()
        words = {word.casefold() for spelling in spellings for word in _WORD.findall(spelling.text)}
        titles = (f"{base.sources[key].title} {base.sources[key].publisher}" for key in _keys(fact))
        documents.append(
            {
                "id": fact.id,
                "question": fact.question.text,
                "phrasings": " ".join([*(phrase.text for phrase in own), *sorted(words)]),
                "answer": fact.answer,
                "sources": " ".join(titles),
            }
        )
    return json.dumps(documents, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _keys(fact: Fact) -> list[str]:
    return list(dict.fromkeys(citation.source for citation in fact.citations))


def _asset(name: str) -> str:
    return (files("bot.curation.site") / name).read_text("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(sha256(text.encode()).digest()).decode()


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"

"""Writes the facts of a base for other programs and for people: as CSV, JSON or Markdown."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from bot.factbase.model import Citation, Fact, FactBase, PartialDate, Source, Topic
from bot.replies.as_json import Json
from bot.replies.dates import in_words

BETWEEN: Final = " | "  # of several values in one cell
COLUMNS: Final = (
    "topic", "id", "question", "aliases", "answer", "as_of", "status", "valid_from", "valid_to", "review_by",
    "source", "locator", "publisher", "published", "accessed", "url",
)  # fmt: skip
_MARKS: Final = re.compile(r"([\\`*_\[\]<>#|])")


def current_facts(base: FactBase) -> list[Fact]:
    """Return the facts that hold now, in the order of their files."""
    return sorted((fact for fact in base.facts if fact.is_current), key=lambda fact: fact.place)


def as_csv(base: FactBase) -> str:
    """Write one row for each fact; with several sources a cell has several values, in the order of the sources."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for fact in current_facts(base):
        sources = [(base.sources[citation.source], citation) for citation in fact.citations]
        writer.writerow(
            (
                fact.topic,
                fact.id,
                fact.question.text,
                BETWEEN.join(_cell(alias.text) for alias in fact.aliases),
                fact.answer,
                fact.as_of,
                "disputed" if fact.claims else fact.status.value,
                *(_date(date) or "" for date in (fact.valid_from, fact.valid_to, fact.review_by)),
                *_joined(sources),
            )
        )
    return text.getvalue()


def _joined(sources: Sequence[tuple[Source, Citation]]) -> Iterator[str]:
    parts: Sequence[Callable[[Source, Citation], str | None]] = (
        lambda source, _: source.title,
        lambda _, citation: citation.locator,
        lambda source, _: source.publisher,
        lambda source, _: _date(source.published),
        lambda source, _: _date(source.accessed),
        lambda source, _: source.url,
    )
    for part in parts:
        values = [_cell(part(*source) or "") for source in sources]
        yield BETWEEN.join(values) if any(values) else ""


def as_json_text(base: FactBase) -> str:
    """Write everything that the facts hold, as one JSON object."""
    facts: list[Json] = [_object(fact, base) for fact in current_facts(base)]
    whole: dict[str, Json] = {"version": base.version, "facts": facts}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _object(fact: Fact, base: FactBase) -> dict[str, Json]:
    optional: dict[str, Json] = {
        "about": fact.about,
        "asks": fact.asks,
        "valid_from": _date(fact.valid_from),
        "valid_to": _date(fact.valid_to),
        "review_by": _date(fact.review_by),
        "quote": fact.quote,
        "tags": list(fact.tags) or None,
        "claims": [
            {"answer": claim.answer, "as_of": str(claim.as_of), "sources": _sources(claim.citations, base)}
            for claim in fact.claims
        ]
        or None,
    }
    return {
        "topic": fact.topic,
        "id": fact.id,
        "question": fact.question.text,
        "aliases": [alias.text for alias in fact.aliases],
        "answer": fact.answer,
        "as_of": str(fact.as_of),
        "status": fact.status.value,
        "sources": _sources(fact.citations, base),
        **{name: value for name, value in optional.items() if value is not None},
    }


def _sources(citations: Sequence[Citation], base: FactBase) -> Json:
    listed: list[Json] = []
    for citation in citations:
        source = base.sources[citation.source]
        fields: dict[str, Json] = {
            "key": source.key,
            "title": source.title,
            "publisher": source.publisher,
            "published": _date(source.published),
            "accessed": _date(source.accessed),
            "url": source.url,
            "archived": source.archived,
            "reliability": source.reliability,
            "locator": citation.locator,
        }
        listed.append({name: value for name, value in fields.items() if value is not None})
    return listed


def as_markdown(base: FactBase) -> str:
    """Write a section for each topic, with a heading for each question."""
    lines: list[str] = []
    for topic in base.topics:
        facts = [fact for fact in current_facts(base) if fact.topic == topic.name]
        if facts:
            lines += _section(topic, facts, base)
    return "\n".join(lines).rstrip("\n") + "\n"


def _section(topic: Topic, facts: Sequence[Fact], base: FactBase) -> Iterator[str]:
    yield f"# {_plain(topic.title)}\n"
    for fact in facts:
        yield f"## {_plain(fact.question.text)}\n"
        for claim in fact.claims:
            yield f"- **{_plain(claim.answer)}** (as of {in_words(claim.as_of)})"
            yield from (f"  - {_cited(citation, base, graded=True)}" for citation in claim.citations)
        if fact.claims:
            yield "\nSources disagree.\n"
            continue
        status = "" if fact.status.value == "confirmed" else f"{fact.status.value}, "
        yield f"**{_plain(fact.answer)}** ({status}as of {in_words(fact.as_of)})\n"
        yield from (f"- {_cited(citation, base)}" for citation in fact.citations)
        yield ""


def _cited(citation: Citation, base: FactBase, *, graded: bool = False) -> str:
    source = base.sources[citation.source]
    title = f"[{_plain(source.title)}](<{source.url}>)" if source.url else _plain(source.title)
    date = source.published or source.accessed
    grade = f"reliability {source.reliability}" if graded and source.reliability else ""
    rest = [source.publisher, in_words(date) if date else "", citation.locator or "", grade]
    return ", ".join([title, *(_plain(each) for each in rest if each)])


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _cell(text: str) -> str:
    """Escape the separator of values in a cell."""
    return text.replace("|", "¦")


def _date(date: PartialDate | None) -> str | None:
    return None if date is None else str(date)

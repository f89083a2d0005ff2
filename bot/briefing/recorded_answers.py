"""Stores an answer in a briefing's record as JSON, so that it outlives changes of the base, and reads it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.factbase.dates import parse_date
from bot.factbase.model import Citation, Fact, FactBase, Source
from bot.messages.replies import DISPUTED
from bot.problems import Place
from bot.replies.answer import notes
from bot.replies.languages import wording
from bot.replies.localisation import Words
from bot.replies.sources import when

NOWHERE = Place("", 1, 1)


@dataclass(frozen=True, slots=True)
class RecordedStatement:
    """One statement of an answer, with its citations."""

    text: str
    when: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """A fact as it was told: its question, its caveats, and its statements, several where sources disagree."""

    question: str
    marks: tuple[str, ...]
    said: tuple[RecordedStatement, ...]
    is_disputed: bool


def record_facts(facts: Iterable[Fact], base: FactBase, say: Words, language: str, today: dt.date) -> str:
    """Write facts as they are told now, with their sources, as JSON."""
    told = list(facts)
    cited = {citation.source for fact in told for citation in fact.citations}
    sources = [_source(base.sources[key]) for key in sorted(cited)]
    return json.dumps(
        {"facts": [_fact(fact, base, say, language, today) for fact in told], "sources": sources}, ensure_ascii=False
    )


def _fact(fact: Fact, base: FactBase, say: Words, language: str, today: dt.date) -> dict[str, Any]:
    worded = wording(fact, language)
    marks = [say(DISPUTED).rstrip(":")] if fact.claims else []
    claims = [(claim.answer, claim.as_of, claim.citations) for claim in fact.claims]
    said = claims or [(worded.answer, fact.as_of, fact.citations)]
    return {
        "question": worded.question,
        "marks": [*marks, *notes(fact, say, today)],
        "said": [
            {
                "text": text,
                "when": when(base.sources, citations, as_of, say),
                "citations": [[citation.source, citation.locator] for citation in citations],
            }
            for text, as_of, citations in said
        ],
        "is_disputed": bool(fact.claims),
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "key": source.key,
        "title": source.title,
        "publisher": source.publisher,
        "published": str(source.published) if source.published else None,
        "accessed": str(source.accessed) if source.accessed else None,
        "url": source.url,
        "archived": source.archived,
        "reliability": source.reliability,
    }


def read_recorded(text: str) -> tuple[tuple[RecordedFact, ...], dict[str, Source]]:
    """Read recorded facts, and their sources by key."""
    kept = json.loads(text)
    sources = {row["key"]: _as_source(row) for row in kept["sources"]}
    return tuple(_as_fact(row) for row in kept["facts"]), sources


def _as_fact(row: dict[str, Any]) -> RecordedFact:
    said = tuple(RecordedStatement(each["text"], each["when"], _citations(each["citations"])) for each in row["said"])
    return RecordedFact(row["question"], tuple(row["marks"]), said, row["is_disputed"])


def _citations(rows: Sequence[Sequence[str | None]]) -> tuple[Citation, ...]:
    return tuple(Citation(key or "", locator, NOWHERE) for key, locator in rows)


def _as_source(row: dict[str, Any]) -> Source:
    published, accessed = (parse_date(row[name] or "") for name in ("published", "accessed"))
    return Source(**{**row, "published": published, "accessed": accessed}, topic="", place=NOWHERE)

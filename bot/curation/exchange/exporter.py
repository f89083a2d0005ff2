"""Writes a base for other programs and for people: whole as CSV, XLSX or JSON, and what holds now as Markdown."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.curation.editing.yaml_emitter import Value
from bot.curation.exchange.cells import joined, safe
from bot.curation.exchange.records import BaseRecords, Fields
from bot.factbase.loading.definition import FACT, SOURCE
from bot.factbase.loading.shapes import Flag, Whole
from bot.factbase.model import Citation, Fact, FactBase, Status, Topic
from bot.replies.as_json import Json
from bot.replies.dates import in_words

# What a row is about; a row of a fact has no mark.
TOPIC_ROW, SOURCE_ROW, NAME_ROW = "topic", "source", "name"
ASKS_ROW, SYNONYM_ROW, OTHER_ROW = "asks", "synonym", "phrasings"  # the last is a section of that file as JSON
SOURCE_COLUMNS: Final = ("source_key", "source", "locator", *(f.name for f in SOURCE.fields if f.name != "title"))
FIRST_COLUMNS: Final = ("topic", "id", "question", "aliases", "answer", "as_of", "status")
_ELSEWHERE: Final = {*FIRST_COLUMNS, "sources"}
FACT_COLUMNS: Final = (*FIRST_COLUMNS, *(f.name for f in FACT.fields if f.name not in _ELSEWHERE))
COLUMNS: Final = (*FACT_COLUMNS, *SOURCE_COLUMNS, "record", "title", "language", "audience")
DISPUTED: Final = "disputed"
_TYPED: Final = {f.name: f.shape for f in FACT.fields if isinstance(f.shape, Flag | Whole)}
_MARKS: Final = re.compile(r"([\\`*_\[\]<>#|])")

Row = dict[str, str]


def current_facts(base: FactBase) -> list[Fact]:
    """Return the facts that hold now, in the order of their files."""
    return sorted((fact for fact in base.facts if fact.is_current), key=lambda fact: fact.place)


def as_csv(base: FactBase, records: BaseRecords) -> str:
    """Write the rows of a base as CSV; no spreadsheet takes a cell for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(as_table(base, records))
    return text.getvalue()


def as_table(base: FactBase, records: BaseRecords) -> Iterator[Sequence[str]]:
    """Return the headings and a row for each fact, then for each topic, source, name, way to ask and synonym.

    With several sources a cell has several values, in the order of the sources.
    """
    yield COLUMNS
    for row in (*_fact_rows(base, records), *_other_rows(records)):
        yield [safe(row.get(column, "")) for column in COLUMNS]


def _fact_rows(base: FactBase, records: BaseRecords) -> Iterator[Row]:
    sources = records.sources
    for topic, fact in records.facts:
        held = base.by_id[str(fact["id"])]
        cells = {name: _cell(value) for name, value in fact.items() if name != "sources"}
        if "claims" in fact:
            status = DISPUTED if held.status is Status.CONFIRMED else f"{DISPUTED}, {held.status}"
            cells |= {"answer": held.answer, "as_of": str(held.as_of), "status": status}
        cells.setdefault("status", held.status.value)
        yield {"topic": topic, **cells, **_source_cells(held.citations, sources)}


def _source_cells(citations: Sequence[Citation], sources: Mapping[str, Fields]) -> Row:
    cited = [sources[citation.source] for citation in citations]
    cells = {"source_key": joined(citation.source for citation in citations)}
    cells |= {"locator": joined(citation.locator or "" for citation in citations)}
    cells |= {"source": joined(str(source["title"]) for source in cited)}
    names = {name for source in cited for name in source} - {"title"}
    return cells | {name: joined(str(source.get(name, "")) for source in cited) for name in names}


def _other_rows(records: BaseRecords) -> Iterator[Row]:
    for topic in records.topics:
        yield {
            "record": TOPIC_ROW,
            "topic": topic.name,
            "title": topic.title,
            "language": topic.language,
            "audience": joined(topic.audience),
        }
    for topic in records.topics:
        for key, source in topic.sources.items():
            fields = {"source" if name == "title" else name: joined([str(each)]) for name, each in source.items()}
            yield {"record": SOURCE_ROW, "topic": topic.name, "source_key": key, **fields}
    for topic in records.topics:
        for name, spellings in topic.names.items():
            yield {"record": NAME_ROW, "topic": topic.name, "about": name, "aliases": joined(spellings)}
    for kind, by_language in records.asks.items():
        for language, texts in by_language.items():
            yield {"record": ASKS_ROW, "asks": kind, "language": language, "aliases": joined(texts)}
    for language, words in records.synonyms.items():
        for word, other in words.items():
            yield {"record": SYNONYM_ROW, "language": language, "question": word, "answer": other}
    for section, value in sorted(records.others.items()):
        yield {"record": OTHER_ROW, "about": section, "answer": json.dumps(value, ensure_ascii=False)}


def _cell(value: Value) -> str:
    """Write a field: a list with marks between its values, what has fields of its own as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence) and all(isinstance(each, str) for each in value):
        return joined(map(str, value))
    return json.dumps(value, ensure_ascii=False)


def as_json_text(base: FactBase, records: BaseRecords) -> str:
    """Write everything that a base holds, as one JSON object."""
    facts: list[Json] = [_object(topic, fact, base, records.sources) for topic, fact in records.facts]
    topics: list[Json] = [
        {
            "topic": topic.name,
            "title": topic.title,
            "language": topic.language,
            **({"audience": list(topic.audience)} if topic.audience else {}),
            "names": {name: list(spellings) for name, spellings in topic.names.items()},
            "sources": {key: _as_json(source) for key, source in topic.sources.items()},
        }
        for topic in records.topics
    ]
    phrasings: Json = {
        "asks": _as_json(records.asks),
        "synonyms": _as_json(records.synonyms),
        **{section: _as_json(value) for section, value in sorted(records.others.items())},
    }
    whole: dict[str, Json] = {"version": base.version, "facts": facts, "topics": topics, "phrasings": phrasings}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _object(topic: str, fact: Fields, base: FactBase, sources: Mapping[str, Fields]) -> dict[str, Json]:
    held = base.by_id[str(fact["id"])]
    whole: dict[str, Json] = {
        "topic": topic,
        "id": held.id,
        "question": str(fact["question"]),
        "aliases": [alias.text for alias in held.aliases],
        "answer": str(fact.get("answer", held.answer)),
        "as_of": str(held.as_of),
        "status": held.status.value,
        "sources": _sources(held.citations, sources),
    }
    for name, value in fact.items():
        whole.setdefault(name, _typed(name, value))
    if held.claims:
        whole["claims"] = [
            {"answer": claim.answer, "as_of": str(claim.as_of), "sources": _sources(claim.citations, sources)}
            for claim in held.claims
        ]
    return whole


def _typed(name: str, value: Value) -> Json:
    shape = _TYPED.get(name)
    if isinstance(shape, Flag):
        return value == "true"
    return int(str(value)) if isinstance(shape, Whole) else _as_json(value)


def _as_json(value: Value) -> Json:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {name: _as_json(each) for name, each in value.items()}
    return [_as_json(each) for each in value]


def _sources(citations: Sequence[Citation], sources: Mapping[str, Fields]) -> Json:
    listed: list[Json] = []
    for citation in citations:
        fields: dict[str, Json] = {"key": citation.source}
        fields |= {name: str(value) for name, value in sources[citation.source].items()}
        listed.append(fields | ({"locator": citation.locator} if citation.locator else {}))
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

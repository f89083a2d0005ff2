"""Reads tables from other tools as rows with the columns of a fact, and says what is wrong with a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import PurePath
from typing import Final

from bot.curation.editing.yaml_emitter import Value
from bot.curation.exchange import foreign, workbook
from bot.curation.exchange.cells import BETWEEN, parted, plain
from bot.curation.exchange.exporter import COLUMNS, SOURCE_COLUMNS
from bot.factbase.loading.definition import FACT
from bot.factbase.loading.shapes import ListOf, MapOf, Record, Text
from bot.problems import BotError, quoted

NEEDED: Final = ("question", "answer", "source")
KNOWN: Final = COLUMNS
ENDINGS: Final = (".csv", ".tsv", ".txt", ".json", ".xlsx", ".yaml", ".yml")
_LISTS: Final = {f.name for f in FACT.fields if isinstance(f.shape, ListOf) and isinstance(f.shape.item, Text)}
LISTS: Final = {*_LISTS, *SOURCE_COLUMNS, "audience"} - {"sources"}
NESTED: Final = {
    f.name
    for f in FACT.fields
    if isinstance(f.shape, MapOf | Record) or (isinstance(f.shape, ListOf) and isinstance(f.shape.item, Record))
}
_DELIMITERS: Final = ",;\t"
_CELL: Final = 1_000_000  # characters of a cell


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row by column; of several values in a cell each is kept, including empty ones."""

    number: int  # as a spreadsheet counts, headings included, or the place in a JSON list
    cells: Mapping[str, tuple[str, ...]]
    beyond: tuple[str, ...] = ()  # cells that no heading stands above
    nested: Mapping[str, Value] = field(default_factory=dict)  # claims and translations

    def one(self, column: str) -> str:
        """Return a cell as one text."""
        return f" {BETWEEN} ".join(self.cells.get(column, ())).strip()

    def all(self, column: str) -> tuple[str, ...]:
        """Return the values of a cell that are not empty."""
        return tuple(value for value in self.cells.get(column, ()) if value)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, and what should be known of what was left out."""

    rows: Sequence[Row]
    notes: tuple[str, ...] = ()

    @property
    def facts(self) -> list[Row]:
        """The rows that are to become facts."""
        return [row for row in self.rows if not row.one("record")]


def read_rows(name: str, content: bytes, headings: Mapping[str, str]) -> list[Row]:
    """Read one file; see `read_table`."""
    return list(read_table({name: content}, headings).rows)


def read_table(files: Mapping[str, bytes], headings: Mapping[str, str], *, needs_source: bool = True) -> Table:
    """Read files that together are one table; `headings` names the columns whose headings in them are different.

    Raise BotError where a file cannot be read as a table.
    """
    if all(_ending(name) in (".yaml", ".yml") for name in files):
        rows, notes = foreign.rasa(files)
        return Table([_row(number, pair) for number, pair in enumerate(rows, start=1)], notes)
    return Table([row for name, content in files.items() for row in _rows(name, content, headings, needs_source)])


def _rows(name: str, content: bytes, headings: Mapping[str, str], needs_source: bool) -> Iterator[Row]:
    ending = _ending(name)
    if ending not in ENDINGS:
        raise BotError(f"'{name}' is none of the files that are read; give one that ends in {', '.join(ENDINGS)}")
    if ending in (".yaml", ".yml"):
        raise BotError(f"'{name}' is of another kind than the other files; import it by itself")
    if ending == ".json":
        yield from _json(name, _decoded(name, content), headings, needs_source)
        return
    grid = workbook.read(name, content) if ending == ".xlsx" else _csv(name, _decoded(name, content))
    yield from _grid(name, grid, headings, needs_source)


def _grid(
    name: str, grid: Iterable[tuple[int, list[str]]], headings: Mapping[str, str], needs_source: bool
) -> Iterator[Row]:
    lines = iter(grid)
    _, found = next(lines, (1, []))
    head = [heading.strip() for heading in found]
    listed = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if not listed:
        raise BotError(f"'{name}' holds no row; see that it has headings and rows below them")
    if not headings and foreign.is_qna_maker(head):
        for number, pair in foreign.qna_maker(head, listed):
            yield _row(number, pair)
        return
    columns = _columns(name, head, headings, needs_source)
    for number, cells in listed:
        held = {columns[heading]: plain(cell) for heading, cell in zip(head, cells, strict=False) if heading in columns}
        yield _of_cells(name, number, held, tuple(cells[len(head) :]))


def _of_cells(name: str, number: int, held: Mapping[str, str], beyond: tuple[str, ...]) -> Row:
    cells = {
        column: parted(cell) if column in LISTS else (cell.strip(),)
        for column, cell in held.items()
        if column not in NESTED
    }
    nested = {column: held[column] for column in NESTED if held.get(column, "").strip()}
    try:
        return Row(number, cells, beyond, {column: json_value(json.loads(cell)) for column, cell in nested.items()})
    except ValueError:
        raise BotError(f"row {number} of '{name}' has no JSON under {' or '.join(nested)}; mend it") from None


def _columns(name: str, present: Sequence[str], headings: Mapping[str, str], needs_source: bool) -> dict[str, str]:
    """Return the column of each heading; headings that are no column are left out."""
    by_folded = {heading.strip().casefold(): heading for heading in present}
    usual = [column for column in KNOWN if column in by_folded and column not in headings]
    columns = {by_folded[column]: column for column in usual}
    for column, heading in headings.items():
        if heading.strip().casefold() not in by_folded:
            near = get_close_matches(heading, present, n=1)
            mend = f"did you mean {quoted(near[0])}?" if near else f"headings are {', '.join(map(quoted, present))}"
            raise BotError(f"'{name}' has no heading {quoted(heading)}; {mend}")
        columns[by_folded[heading.strip().casefold()]] = column
    missing = [column for column in NEEDED if column not in columns.values()]
    if "source" in missing and (not needs_source or "source_key" in columns.values()):
        missing.remove("source")
    if missing:
        listed = ", ".join(map(quoted, present))
        other = ", or give one for all rows with --source" if missing[0] == "source" else ""
        raise BotError(
            f"'{name}' has no column '{missing[0]}' among {listed}; "
            f"say which it is with --map {missing[0]}=HEADING{other}"
        )
    return columns


def _csv(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.split("\n", 1)[0]
    csv.field_size_limit(_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=first.count), strict=True)
    try:
        yield from enumerate(reader, start=1)
    except csv.Error as error:
        raise BotError(f"'{name}' is no CSV in line {reader.line_num} ({error}); mend that line") from None


def _json(name: str, text: str, headings: Mapping[str, str], needs_source: bool) -> Iterator[Row]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise BotError(
            f"'{name}' is no JSON in line {error.lineno}, column {error.colno} ({error.msg}); mend it"
        ) from None
    except RecursionError:
        raise BotError(f"'{name}' is nested too deep; write a list of objects") from None
    pairs = foreign.question_lists(value)
    if pairs is not None:
        for number, pair in enumerate(pairs, start=1):
            yield _row(number, pair)
        return
    listed = value.get("facts") if isinstance(value, dict) else value
    if not isinstance(listed, list):
        raise BotError(f'\'{name}\' is not a list of objects; write [{{"question": …, "answer": …, "source": …}}]')
    present: dict[str, None] = {}
    for number, item in enumerate(listed, start=1):
        if not isinstance(item, dict):
            raise BotError(f"item {number} of '{name}' is not an object; write {{\"question\": …}}")
        present |= dict.fromkeys((*map(str, item), *(["source"] if "sources" in item else [])))
    if not listed and not isinstance(value, dict):
        raise BotError(f"'{name}' holds no row; see that it has headings and rows below them")
    columns = _columns(name, list(present), headings, needs_source) if listed else {}
    for number, item in enumerate(listed, start=1):
        held = {columns[str(key)]: each for key, each in item.items() if str(key) in columns}
        cells = {column: _json_values(each) for column, each in held.items() if column not in NESTED}
        nested = {column: json_value(each) for column, each in held.items() if column in NESTED and each}
        yield Row(number, {**cells, **_exported(item.get("sources"))}, (), nested)
    if isinstance(value, dict):
        yield from _exported_rest(value)


def _exported(sources: object) -> dict[str, tuple[str, ...]]:
    """Read sources in the form in which `export` writes them."""
    if not isinstance(sources, list) or not all(isinstance(source, dict) for source in sources):
        return {}
    names = {column: {"source": "title", "source_key": "key"}.get(column, column) for column in SOURCE_COLUMNS}
    return {column: tuple(str(source.get(name) or "").strip() for source in sources) for column, name in names.items()}


def _exported_rest(value: Mapping[str, object]) -> Iterator[Row]:
    """Read the topics, sources, names and phrasings of an export as the rows that a table has for them."""
    topics = value.get("topics")
    for topic in topics if isinstance(topics, list) else ():
        name = (str(topic.get("topic", "")),)
        audience = tuple(map(str, topic.get("audience") or ()))
        about = {column: (str(topic.get(column, "")),) for column in ("title", "language")}
        yield Row(0, {"record": ("topic",), "topic": name, **about, "audience": audience})
        for key, source in _objects(topic.get("sources")):
            fields = {"source" if f == "title" else f: (str(each),) for f, each in _objects(source)}
            yield Row(0, {"record": ("source",), "topic": name, "source_key": (key,), **fields})
        for spelt, spellings in _objects(topic.get("names")):
            yield Row(0, {"record": ("name",), "topic": name, "about": (spelt,), "aliases": _json_values(spellings)})
    phrasings = dict(_objects(value.get("phrasings")))
    for kind, by_language in _objects(phrasings.get("asks")):
        for language, texts in _objects(by_language):
            cells = {"asks": (kind,), "language": (language,), "aliases": _json_values(texts)}
            yield Row(0, {"record": ("asks",), **cells})
    for language, words in _objects(phrasings.get("synonyms")):
        for word, other in _objects(words):
            cells = {"language": (language,), "question": (word,), "answer": (str(other),)}
            yield Row(0, {"record": ("synonym",), **cells})
    for section in phrasings.keys() - {"asks", "synonyms"}:
        cells = {"about": (section,), "answer": (json.dumps(phrasings[section], ensure_ascii=False),)}
        yield Row(0, {"record": ("phrasings",), **cells})


def _objects(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        yield from ((str(key), each) for key, each in value.items())


def _json_values(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(" ".join(str(each).split()) for each in value)
    if isinstance(value, bool):
        return (str(value).lower(),)
    return () if value is None else (str(value).strip(),)


def json_value(value: object) -> Value:
    """Read JSON as the values of a topic file, in which all is text."""
    if isinstance(value, dict):
        return {str(key): json_value(each) for key, each in value.items() if each is not None}
    return [json_value(each) for each in value] if isinstance(value, list) else str(value)


def _row(number: int, pair: foreign.Pair) -> Row:
    cells: dict[str, tuple[str, ...]] = {"id": (pair.id,), "question": pair.questions[:1], "answer": (pair.answer,)}
    cells["aliases"] = pair.questions[1:]
    return Row(number, cells | ({"source": (pair.source,), "url": (pair.source,)} if pair.source else {}))


def _decoded(name: str, content: bytes) -> str:
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BotError(f"'{name}' is not UTF-8 at byte {error.start}; save it as UTF-8") from None


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower()

"""Reads CSV or JSON from other tools as rows with the columns of a fact, and says what is wrong with the file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, TypeAlias

from bot.problems import BotError, quoted

NEEDED: Final = ("question", "answer", "source")
KNOWN: Final[tuple[str, ...]] = (
    "question", "aliases", "answer", "source", "id", "as_of", "status", "valid_from", "valid_to", "review_by",
    "locator", "publisher", "published", "accessed", "url", "topic",
)  # fmt: skip
BETWEEN: Final = "|"
_DELIMITERS: Final = ",;\t"
_CELL: Final = 1_000_000  # characters of a cell


_Found: TypeAlias = tuple[int, dict[str, tuple[str, ...]], tuple[str, ...]]  # number, cells, those beyond the headings


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row by column; of several values in a cell each is kept, including empty ones."""

    number: int  # as a spreadsheet counts, headings included, or the place in a JSON list
    cells: Mapping[str, tuple[str, ...]]
    beyond: tuple[str, ...] = ()  # cells that no heading stands above

    def one(self, column: str) -> str:
        """Return a cell as one text."""
        return f" {BETWEEN} ".join(self.cells.get(column, ())).strip()

    def all(self, column: str) -> tuple[str, ...]:
        """Return the values of a cell that are not empty."""
        return tuple(value for value in self.cells.get(column, ()) if value)


def read_rows(name: str, content: bytes, headings: Mapping[str, str]) -> list[Row]:
    """Read a file; `headings` names the columns whose headings in the file are different.

    Raise BotError where the file cannot be read as a table.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BotError(f"'{name}' is not UTF-8 at byte {error.start}; save it as UTF-8") from None
    found = list(_json(name, text) if name.lower().endswith(".json") else _csv(name, text))
    if not found:
        raise BotError(f"'{name}' holds no row; see that it has headings and rows below them")
    present = list(dict.fromkeys(heading for _, cells, _ in found for heading in cells))
    columns = _columns(name, present, headings)
    return [
        Row(
            number,
            {columns[heading]: values for heading, values in cells.items() if heading in columns},
            beyond,
        )
        for number, cells, beyond in found
    ]


def _columns(name: str, present: Sequence[str], headings: Mapping[str, str]) -> dict[str, str]:
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
    if missing:
        listed = ", ".join(map(quoted, present))
        raise BotError(
            f"'{name}' has no column '{missing[0]}' among {listed}; say which it is with --map {missing[0]}=HEADING"
        )
    return columns


def _csv(name: str, text: str) -> Iterator[_Found]:
    first = text.split("\n", 1)[0]
    csv.field_size_limit(_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=first.count), strict=True)
    try:
        headings = next(reader, [])
        for number, cells in enumerate(reader, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            held = {heading: _values(cell) for heading, cell in zip(headings, cells, strict=False)}
            yield number, held, tuple(cells[len(headings) :])
    except csv.Error as error:
        raise BotError(f"'{name}' is no CSV in line {reader.line_num} ({error}); mend that line") from None


def _json(name: str, text: str) -> Iterator[_Found]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise BotError(f"{name}:{error.lineno}:{error.colno}: error: this is no JSON ({error.msg}); mend it") from None
    except RecursionError:
        raise BotError(f"'{name}' is nested too deep; write a list of objects") from None
    listed = value.get("facts") if isinstance(value, dict) else value
    if not isinstance(listed, list):
        raise BotError(f'\'{name}\' is not a list of objects; write [{{"question": …, "answer": …, "source": …}}]')
    for number, item in enumerate(listed, start=1):
        if not isinstance(item, dict):
            raise BotError(f"item {number} of '{name}' is not an object; write {{\"question\": …}}")
        cells = {str(key): _json_values(each) for key, each in item.items()}
        if item.get("claims"):
            cells["status"] = ("disputed",)  # a table has no place for it, and one answer must not stand for all
        yield number, {**cells, **_exported(item.get("sources"))}, ()


def _exported(sources: object) -> dict[str, tuple[str, ...]]:
    """Read sources in the form in which `export` writes them."""
    if not isinstance(sources, list) or not all(isinstance(source, dict) for source in sources):
        return {}
    names = {"source": "title", **{name: name for name in ("locator", "publisher", "published", "accessed", "url")}}
    return {column: tuple(str(source.get(name) or "").strip() for source in sources) for column, name in names.items()}


def _json_values(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(" ".join(str(each).split()) for each in value)
    return () if value is None else (" ".join(str(value).split()),)


def _values(cell: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in cell.split(BETWEEN))

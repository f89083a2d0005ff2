"""Turns the rows of a table into facts and sources as topic files hold them, and says what is wrong with which row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from anyascii import anyascii

from bot.curation.editing.operations import AddFacts
from bot.curation.editing.yaml_emitter import Value
from bot.curation.exchange.table_reader import Row
from bot.factbase.dates import parse_date
from bot.factbase.loading.nodes import MappingNode, SequenceNode, parse
from bot.factbase.model import FactBase, Source, Status
from bot.problems import Problem, quoted

DATES: Final = ("as_of", "valid_from", "valid_to", "review_by")
MOST_ID: Final = 48
_NOT_WORD: Final = re.compile(r"[^a-z0-9]+")
_EMPTY: Final = frozenset(
    {"the", "a", "an", "of", "was", "were", "is", "are", "did", "does", "in", "at", "on", "for", "to", "and"}
)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot become a fact, and why."""

    number: int
    what: str

    def __str__(self) -> str:
        return f"row {self.number}: error: {self.what}"


class _Unfit(Exception):
    """A cell that cannot be used; the message says why and how to mend it."""


def id_for(question: str, taken: set[str]) -> str:
    """Make an id from the telling words of a question."""
    words = [word for word in _NOT_WORD.sub(" ", anyascii(question).lower()).split() if word not in _EMPTY]
    stem = ""
    for word in words:
        if len(stem) + len(word) + 1 > MOST_ID - 4:
            break
        stem = f"{stem}-{word}" if stem else word
    stem = stem or "fact"
    return next(each for number in count(1) if (each := stem if number == 1 else f"{stem}-{number}") not in taken)


def key_for(publisher: str, date: str, taken: set[str]) -> str:
    """Make a source's key from its publisher and day."""
    words = _NOT_WORD.sub(" ", anyascii(publisher).lower()).split()
    stem = "-".join([*words[:3], date])
    return next(key for number in count(1) if (key := stem if number == 1 else f"{stem}-{number}") not in taken)


def same_source(base: FactBase, title: str, publisher: str, date: str, url: str) -> str | None:
    """Return the key of the source of the base that this is, whatever the case; an address may be missing in one."""
    for source in base.sources.values():
        held = (source.title.casefold(), source.publisher.casefold(), str(source.published or source.accessed))
        if held == (title.casefold(), publisher.casefold(), date) and (not url or source.url in (None, url)):
            return source.key
    return None


@dataclass(slots=True)
class Importing:
    """One pass over the rows of a file."""

    base: FactBase
    bad: list[BadRow] = field(default_factory=list)
    facts: list[Mapping[str, Value]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)  # the row of each fact
    sources: dict[str, Mapping[str, Value]] = field(default_factory=dict)
    _keys: dict[tuple[str, ...], str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def take(self, rows: Sequence[Row]) -> None:
        """Turn each row into a fact, or record why it cannot be one."""
        self._taken = set(self.base.by_id)
        self._keys = {_identity(source): source.key for source in self.base.sources.values()}
        for row in rows:
            try:
                fact = self._fact(row)
            except _Unfit as unfit:
                self.bad.append(BadRow(row.number, str(unfit)))
                continue
            self.facts.append(fact)
            self.numbers.append(row.number)

    def change(self, path: str, title: str, language: str) -> AddFacts:
        """Return all facts and sources as one edit."""
        return AddFacts(path, self.facts, self.sources, title, language)

    def by_row(self, problems: Sequence[Problem], path: str, content: bytes) -> Iterator[str]:
        """Return the problems of the resulting file, each with the row that it comes from."""
        node, _ = parse(path, content)
        facts = node.get("facts") if isinstance(node, MappingNode) else None
        items = facts.items if isinstance(facts, SequenceNode) else ()
        starts = list(zip([item.place.line for item in items][-len(self.facts) :], self.numbers, strict=False))
        for problem in problems:
            of_row = [number for line, number in starts if line <= problem.place.line]
            if problem.place.path == path and of_row:
                yield str(BadRow(of_row[-1], f"{problem.what}; {problem.mend} [{problem.rule}]"))
            else:
                yield str(problem)

    def _fact(self, row: Row) -> Mapping[str, Value]:
        if any(cell.strip() for cell in row.beyond):
            raise _Unfit(
                f"it has {len(row.beyond)} cells more than there are headings; "
                "put cells that hold the separator in quotation marks"
            )
        for column in ("question", "answer", "source"):
            if not row.one(column):
                raise _Unfit(f"'{column}' is empty; fill it in")
        cited, dates = [], []
        for at, text in enumerate(row.cells["source"]):
            citation, date = self._citation(row, at, text)
            cited.append(citation)
            dates.append(date)
        name = row.one("id") or id_for(row.one("question"), self._taken)
        if name in self._taken:
            raise _Unfit(f"id {quoted(name)} is taken; choose another, or leave it out")
        self._taken.add(name)
        fact: dict[str, Value] = {"id": name, "question": row.one("question")}
        if row.all("aliases"):
            fact["aliases"] = list(dict.fromkeys(row.all("aliases")))
        fact |= {"answer": row.one("answer"), "sources": cited, "as_of": row.one("as_of") or max(dates)}
        status = row.one("status").lower()
        if status and status not in set(Status):
            raise _Unfit(f"status {quoted(status)} is none of {', '.join(Status)}; write one of them")
        if status and status != Status.CONFIRMED:
            fact["status"] = status
        for column in DATES:
            self._date(row.one(column), column)
            if column != "as_of" and row.one(column):
                fact[column] = row.one(column)
        return fact

    def _citation(self, row: Row, at: int, text: str) -> tuple[str, str]:
        """Return the citation of a source, which is a new one if the base lacks it, and the day of that source."""
        key, _, rest = text.partition(" ")
        if key in self.base.sources:
            source = self.base.sources[key]
            date = str(source.published or source.accessed)
            return " ".join(filter(None, (key, rest, _at(row, "locator", at)))), date
        fields = {"title": text, **{name: _at(row, name, at) for name in ("publisher", "published", "accessed", "url")}}
        if not fields["publisher"] or not (fields["published"] or fields["accessed"]):
            raise _Unfit(
                f"source {quoted(text)} is no key of the base, and lacks its publisher or date; "
                "fill in the columns publisher and published (or accessed)"
            )
        self._date(fields["published"], "published")
        self._date(fields["accessed"], "accessed")
        identity = (fields["title"], fields["publisher"], fields["published"] or fields["accessed"], fields["url"])
        if identity not in self._keys:
            self._keys[identity] = key_for(fields["publisher"], identity[2], {*self.base.sources, *self.sources})
            self.sources[self._keys[identity]] = {name: value for name, value in fields.items() if value}
        return " ".join(filter(None, (self._keys[identity], _at(row, "locator", at)))), identity[2]

    @staticmethod
    def _date(text: str, column: str) -> None:
        if text and parse_date(text) is None:
            raise _Unfit(f"'{column}' is {quoted(text)}; write YYYY, YYYY-MM or YYYY-MM-DD")


def _at(row: Row, column: str, at: int) -> str:
    """Return the value for the source of the same position; a single value is for all sources."""
    values = row.cells.get(column, ())
    if len(values) == 1:
        return values[0]
    return values[at] if at < len(values) else ""


def _identity(source: Source) -> tuple[str, ...]:
    return (source.title, source.publisher, str(source.published or source.accessed), source.url or "")

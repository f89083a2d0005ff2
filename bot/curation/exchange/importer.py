"""Turns the rows of a table into facts and sources as topic files hold them, and says what is wrong with which row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from anyascii import anyascii

from bot.curation.editing.operations import AddFacts, AddRecords
from bot.curation.editing.yaml_emitter import Value
from bot.curation.exchange.date_forms import read_date
from bot.curation.exchange.declared import Declared, cell_at, source_fields
from bot.curation.exchange.exporter import DISPUTED
from bot.curation.exchange.table_reader import LISTS, Row
from bot.factbase.loading.definition import FACT, SOURCE
from bot.factbase.loading.nodes import MappingNode, SequenceNode, parse
from bot.factbase.loading.shapes import DateText
from bot.factbase.model import FactBase, Status
from bot.problems import Problem, quoted

MOST_ID: Final = 48
_FACT_DATES: Final = {f.name for f in FACT.fields if isinstance(f.shape, DateText)}
_SOURCE_DATES: Final = tuple(f.name for f in SOURCE.fields if isinstance(f.shape, DateText))
_OF_CLAIMS: Final = {"answer", "sources", "as_of"}
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


@dataclass(frozen=True, slots=True)
class Usual:
    """What stands for what a row leaves out: the cells of a source, and how its dates are read."""

    source: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    read_date: Callable[[str], str | None] = read_date
    date_form: str = "YYYY, YYYY-MM or YYYY-MM-DD, or name the form with --dates, such as --dates DD/MM/YYYY"


@dataclass(slots=True)
class Importing:
    """One pass over the rows of a table."""

    base: FactBase
    usual: Usual = Usual()
    held: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)  # the facts of the base, as written
    bad: list[BadRow] = field(default_factory=list)
    facts: list[Mapping[str, Value]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)  # the row of each fact
    topics: list[str] = field(default_factory=list)  # the topic that the row of each fact names
    known: int = 0  # rows whose fact the base has, word for word
    sources: dict[str, Mapping[str, Value]] = field(default_factory=dict)
    source_topics: dict[str, str] = field(default_factory=dict)
    declared: Declared = field(default_factory=Declared)
    _taken: set[str] = field(default_factory=set)

    def take(self, rows: Sequence[Row]) -> None:
        """Turn each row into a fact, or record why it cannot be one."""
        self._taken = set(self.base.by_id)
        for row in rows:
            if row.one("record") and not self.declared.add(row):
                self.bad.append(BadRow(row.number, f"'record' is {quoted(row.one('record'))}; leave it out for a fact"))
        for key, (topic, fields) in self.declared.sources.items():
            if key not in self.base.sources:
                self.sources[key], self.source_topics[key] = fields, topic
        for row in rows:
            if row.one("record"):
                continue
            try:
                fact = self._fact(row)
            except _Unfit as unfit:
                self.bad.append(BadRow(row.number, str(unfit)))
                continue
            name = str(fact["id"])
            if name in self.base.by_id:
                self._take_known(row, name, fact)
                continue
            self._taken.add(name)
            self.facts.append(fact)
            self.numbers.append(row.number)
            self.topics.append(row.one("topic"))

    def change(self, path: str, title: str, language: str) -> AddFacts:
        """Return all facts and sources as one edit of one topic."""
        return AddFacts(path, self.facts, self.sources, title, language)

    def changes(self, path_of: Callable[[str], str], phrasings: str, usual: AddFacts, *, all_to: bool) -> AddRecords:
        """Return the facts by their topics, with what is declared beside them.

        What names no topic, and with `all_to` everything, goes where `usual` says.
        """
        names = [""] if all_to else list(dict.fromkeys([*self.declared.topics, *self.topics]))
        parts = []
        for name in names:
            about = self.declared.topics.get(name)
            of_topic = [all_to or own == name for own in self.topics]
            parts.append(
                AddFacts(
                    path_of(name) if name else usual.path,
                    [fact for fact, is_own in zip(self.facts, of_topic, strict=True) if is_own],
                    {key: each for key, each in self.sources.items() if all_to or self.source_topics[key] == name},
                    usual.title if about is None else about.one("title"),
                    usual.language if about is None else about.one("language"),
                    () if about is None else about.all("audience"),
                    {
                        spelt: spellings
                        for spelt, (own, spellings) in self.declared.names.items()
                        if (all_to or own == name) and spelt not in self.base.names
                    },
                )
            )
        return AddRecords(parts, phrasings, self.declared.asks, self.declared.synonyms, self.declared.others)

    def by_row(self, problems: Sequence[Problem], changed: Mapping[str, bytes]) -> Iterator[str]:
        """Return the problems of the resulting files, each with the row that it comes from."""
        rows = {str(fact["id"]): number for fact, number in zip(self.facts, self.numbers, strict=True)}
        starts = {path: list(_starts(path, content, rows)) for path, content in changed.items()}
        for problem in problems:
            of_row = [number for line, number in starts.get(problem.place.path, ()) if line <= problem.place.line]
            if of_row and of_row[-1]:
                yield str(BadRow(of_row[-1], f"{problem.what}; {problem.mend} [{problem.rule}]"))
            else:
                yield str(problem)

    def _take_known(self, row: Row, name: str, fact: Mapping[str, Value]) -> None:
        if _plainly(fact) == _plainly(self.held.get(name, {})):
            self.known += 1
        else:
            self.bad.append(BadRow(row.number, f"id {quoted(name)} is taken; choose another, or leave it out"))

    def _fact(self, row: Row) -> Mapping[str, Value]:
        if any(cell.strip() for cell in row.beyond):
            raise _Unfit(
                f"it has {len(row.beyond)} cells more than there are headings; "
                "put cells that hold the separator in quotation marks"
            )
        has_claims = "claims" in row.nested
        for column in ("question",) if has_claims else ("question", "answer"):
            if not row.one(column):
                raise _Unfit(f"'{column}' is empty; fill it in")
        name = row.one("id") or id_for(row.one("question"), self._taken)
        if name in self._taken - set(self.base.by_id):
            raise _Unfit(f"id {quoted(name)} is taken; choose another, or leave it out")
        values: dict[str, Value] = {"id": name, "question": " ".join(row.one("question").split())}
        for column in (f.name for f in FACT.fields):
            if (column in values and column != "as_of") or (has_claims and column in _OF_CLAIMS):
                continue
            value = self._citations(row, values) if column == "sources" else self._value(row, column, values)
            if value:
                values[column] = value
        order = [f.name for f in FACT.fields if f.name in values]
        return {column: values[column] for column in order}

    def _value(self, row: Row, column: str, values: dict[str, Value]) -> Value:
        if column == "claims":
            return [self._claim(row, claim) for claim in row.nested["claims"]] if column in row.nested else ""
        if column in row.nested:
            return row.nested[column]
        if column in LISTS:
            return list(dict.fromkeys(row.all(column)))
        text = row.one(column)
        if column == "status":
            return _status(text, has_claims="claims" in row.nested)
        if column == "minor" and text == "false":
            return ""
        if column in _FACT_DATES and text:
            return self._date(text, column)
        return text or str(values.get(column, ""))

    def _claim(self, row: Row, claim: object) -> Value:
        if not isinstance(claim, Mapping) or not isinstance(claim.get("sources"), list):
            raise _Unfit("'claims' is no list of answers, each with 'sources' and 'as_of'; mend it")
        cited: list[Value] = []
        for source in claim["sources"]:
            if isinstance(source, Mapping):
                cells = {
                    "source_key" if f == "key" else "source" if f == "title" else f: (str(v),)
                    for f, v in source.items()
                }
                cited.append(self._citation(Row(row.number, {**cells, "topic": (row.one("topic"),)}), 0)[0])
            else:
                cited.append(str(source))
        return {**claim, "sources": cited}

    def _citations(self, row: Row, values: dict[str, Value]) -> Value:
        """Return the citations of a row, and set `as_of` to the day of the newest where the row says none."""
        listed = max(len(row.cells.get("source", ())), len(row.cells.get("source_key", ())))
        if not row.one("source") and not row.one("source_key"):
            if not self.usual.source:
                raise _Unfit("'source' is empty; fill it in, or give one for all rows with --source")
            row, listed = Row(row.number, {**row.cells, **self.usual.source}), 1
        found = [self._citation(row, at) for at in range(listed)]
        if not row.one("as_of"):
            values["as_of"] = max(date for _, date in found)
        return [citation for citation, _ in found]

    def _citation(self, row: Row, at: int) -> tuple[str, str]:
        """Return the citation of a source, which is a new one if the base lacks it, and the day of that source."""
        locator = cell_at(row, "locator", at)
        key, _, rest = (cell_at(row, "source_key", at) or cell_at(row, "source", at)).partition(" ")
        held = self.base.sources.get(key)
        if held is not None:
            return " ".join(filter(None, (key, rest, locator))), str(held.published or held.accessed)
        if key in self.sources:
            return " ".join(filter(None, (key, rest, locator))), _day(self.sources[key])
        fields = source_fields(row, at)
        for name, usual in self.usual.source.items():
            has_date = any(fields.get(each) for each in _SOURCE_DATES)
            if name not in ("source", "url") and not (name in _SOURCE_DATES and has_date):
                fields.setdefault(name, usual[0])
        fields |= {name: self._date(str(fields[name]), name) for name in _SOURCE_DATES if name in fields}
        if not fields.get("title") or not fields.get("publisher") or not _day(fields):
            text = str(fields.get("title", key))
            raise _Unfit(
                f"source {quoted(text)} is no key of the base, and lacks its publisher or date; "
                "fill in the columns publisher and published (or accessed)"
            )
        fields = {f.name: fields[f.name] for f in SOURCE.fields if f.name in fields}
        own = cell_at(row, "source_key", at)
        key = self._key(fields, own, row.one("topic"))
        return " ".join(filter(None, (key, locator))), _day(fields)

    def _key(self, fields: dict[str, Value], own: str, topic: str) -> str:
        """Return the key of a source: of the one that is there already, else its own, else a new one."""
        title, publisher, url = (str(fields.get(name, "")) for name in ("title", "publisher", "url"))
        held = None if own else same_source(self.base, title, publisher, _day(fields), url)
        if held is None and not own:
            held = next((key for key, each in self.sources.items() if _is_same(each, fields)), None)
            if held is not None and url:
                self.sources[held] = {**self.sources[held], "url": url}
        if held is not None:
            return held
        key = own or key_for(publisher, _day(fields), {*self.base.sources, *self.sources})
        self.sources[key], self.source_topics[key] = fields, topic
        return key

    def _date(self, text: str, column: str) -> str:
        date = self.usual.read_date(text)
        if date is None:
            raise _Unfit(f"'{column}' is {quoted(text)}; write {self.usual.date_form}")
        return date


def _plainly(fact: Mapping[str, Value]) -> dict[str, Value]:
    """Leave out what says no more than its absence would."""
    absent = {"status": Status.CONFIRMED.value, "minor": "false"}
    return {name: value for name, value in fact.items() if value and value != absent.get(name)}


def _status(text: str, *, has_claims: bool) -> str:
    status = text.lower()
    if has_claims:
        status = status.removeprefix(DISPUTED).strip(", ")
    if status and status not in set(Status):
        raise _Unfit(f"status {quoted(status)} is none of {', '.join(Status)}; write one of them")
    return "" if status == Status.CONFIRMED else status


def _day(source: Mapping[str, Value]) -> str:
    return str(source.get("published") or source.get("accessed") or "")


def _is_same(source: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    """Return whether two sources are one: alike in title, publisher and day, and not at two addresses."""
    texts = [
        (str(each.get("title")).casefold(), str(each.get("publisher")).casefold(), _day(each))
        for each in (source, other)
    ]
    return texts[0] == texts[1] and len({str(each["url"]) for each in (source, other) if each.get("url")}) < 2


def _starts(path: str, content: bytes, rows: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    """Yield the line in which each fact of a file begins, with the row that it comes from, or 0."""
    node, _ = parse(path, content)
    facts = node.get("facts") if isinstance(node, MappingNode) else None
    for item in facts.items if isinstance(facts, SequenceNode) else ():
        name = getattr(item.get("id"), "text", "") if isinstance(item, MappingNode) else ""
        yield item.place.line, rows.get(name, 0)

"""Collects what the rows of a whole base hold beside its facts: topics, sources, names, ways to ask and synonyms."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.curation.editing.yaml_emitter import Value
from bot.curation.exchange.exporter import ASKS_ROW, NAME_ROW, OTHER_ROW, SOURCE_ROW, SYNONYM_ROW, TOPIC_ROW
from bot.curation.exchange.records import Templates, Words
from bot.curation.exchange.table_reader import Row, json_value
from bot.factbase.loading.definition import SOURCE


@dataclass(slots=True)
class Declared:
    """What is said of a base by rows that are no facts."""

    topics: dict[str, Row] = field(default_factory=dict)
    sources: dict[str, tuple[str, Mapping[str, Value]]] = field(default_factory=dict)  # with the topic of each
    names: dict[str, tuple[str, Sequence[str]]] = field(default_factory=dict)  # the same
    asks: Templates = field(default_factory=dict)
    synonyms: Words = field(default_factory=dict)
    others: dict[str, Value] = field(default_factory=dict)

    def add(self, row: Row) -> bool:
        """Take up a row; return False if it is of no sort that is known."""
        topic = row.one("topic")
        match row.one("record"):
            case record if record == TOPIC_ROW:
                self.topics[topic] = row
            case record if record == SOURCE_ROW:
                self.sources[row.one("source_key")] = (topic, source_fields(row, 0))
            case record if record == NAME_ROW:
                self.names[row.one("about")] = (topic, row.all("aliases"))
            case record if record == ASKS_ROW:
                self.asks.setdefault(row.one("asks"), {})[row.one("language")] = list(row.all("aliases"))
            case record if record == SYNONYM_ROW:
                self.synonyms.setdefault(row.one("language"), {})[row.one("question")] = row.one("answer")
            case record if record == OTHER_ROW:
                section = _section(row.one("answer"))
                if section is None:
                    return False
                self.others[row.one("about")] = section
            case _:
                return False
        return True


def _section(text: str) -> Value | None:
    try:
        value = json_value(json.loads(text))
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def source_fields(row: Row, at: int) -> dict[str, Value]:
    """Return the fields of the source at a position of a row; empty ones are left out."""
    named = {field.name: cell_at(row, "source" if field.name == "title" else field.name, at) for field in SOURCE.fields}
    return {name: value for name, value in named.items() if value}


def cell_at(row: Row, column: str, at: int) -> str:
    """Return the value for the source of the same position; a single value is for all sources."""
    values = row.cells.get(column, ())
    if len(values) == 1:
        return values[0]
    return values[at] if at < len(values) else ""

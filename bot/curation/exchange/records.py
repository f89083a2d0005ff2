"""Reads a base as it is written in its files, so that an export holds every field, in the order of the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bot.curation.editing.yaml_emitter import Value
from bot.factbase.loading.load import PHRASINGS_FILE
from bot.factbase.loading.nodes import MappingNode, Node, ScalarNode, SequenceNode, is_empty, parse
from bot.factbase.model import FactBase

Fields: TypeAlias = "dict[str, Value]"
Templates: TypeAlias = "dict[str, dict[str, list[str]]]"
Words: TypeAlias = "dict[str, dict[str, str]]"


@dataclass(frozen=True, slots=True)
class TopicRecord:
    """A topic as its file has it."""

    name: str
    title: str
    language: str
    audience: tuple[str, ...] = ()
    names: Mapping[str, list[str]] = field(default_factory=dict)
    sources: Mapping[str, Fields] = field(default_factory=dict)
    facts: tuple[Fields, ...] = ()


@dataclass(frozen=True, slots=True)
class BaseRecords:
    """A base as its files have it."""

    topics: tuple[TopicRecord, ...] = ()
    asks: Templates = field(default_factory=dict)
    synonyms: Words = field(default_factory=dict)
    others: Mapping[str, Value] = field(default_factory=dict)  # further sections of phrasings.yaml

    @property
    def facts(self) -> Iterator[tuple[str, Fields]]:
        """Every fact with the name of its topic."""
        for topic in self.topics:
            for fact in topic.facts:
                yield topic.name, fact

    @property
    def sources(self) -> dict[str, Fields]:
        """Every source by its key."""
        return {key: source for topic in self.topics for key, source in topic.sources.items()}


def read_records(files: Mapping[str, bytes]) -> BaseRecords:
    """Read the files of a base that is known to load."""
    topics: list[TopicRecord] = []
    asks: Templates = {}
    synonyms: Words = {}
    others: Fields = {}
    for path in sorted(files):
        node, _ = parse(path, files[path])
        value = _value(node) if node is not None else {}
        if not isinstance(value, dict):
            continue
        if path.replace("\\", "/").rsplit("/", 1)[-1] != PHRASINGS_FILE:
            topics.append(_topic(value))
            continue
        for kind, by_language in _mapping(value.get("asks")).items():
            for language, texts in _mapping(by_language).items():
                asks.setdefault(kind, {}).setdefault(language, []).extend(_texts(texts))
        for language, words in _mapping(value.get("synonyms")).items():
            synonyms.setdefault(language, {}).update({word: str(other) for word, other in _mapping(words).items()})
        for section in value.keys() - {"asks", "synonyms"}:
            others[section] = {**_mapping(others.get(section)), **_mapping(value[section])}
    return BaseRecords(tuple(sorted(topics, key=lambda topic: topic.name)), asks, synonyms, others)


def restricted(records: BaseRecords, base: FactBase) -> BaseRecords:
    """Leave out what a part of the base does not have; what it needs from another topic goes to its first topic."""
    shown = {topic.name for topic in base.topics}
    kept = [topic for topic in records.topics if topic.name in shown]
    names = {name: texts for topic in records.topics for name, texts in topic.names.items() if name in base.names}
    sources = {key: source for key, source in records.sources.items() if key in base.sources}
    moved_names = {name: names[name] for name in names if not any(name in topic.names for topic in kept)}
    moved_sources = {key: sources[key] for key in sources if not any(key in topic.sources for topic in kept)}
    topics = []
    for at, topic in enumerate(kept):
        topics.append(
            replace(
                topic,
                names={n: t for n, t in topic.names.items() if n in names} | (moved_names if at == 0 else {}),
                sources={k: s for k, s in topic.sources.items() if k in sources} | (moved_sources if at == 0 else {}),
                facts=tuple(_alone(fact, base) for fact in topic.facts if str(fact["id"]) in base.by_id),
            )
        )
    others = dict(records.others)
    if "series" in others:
        others["series"] = dict(_shown_series(others["series"], base))
    return replace(records, topics=tuple(topics), others=others)


def _shown_series(series: Value, base: FactBase) -> Iterator[tuple[str, Value]]:
    """Keep of each series the names that the part of the base has."""
    for name, held in _mapping(series).items():
        members = [member for member in _texts(_mapping(held).get("members")) if member in base.names]
        if members:
            yield name, {**_mapping(held), "members": members}


def _alone(fact: Fields, base: FactBase) -> Fields:
    """Keep only the links that the part of the base has."""
    held = base.by_id[str(fact["id"])]
    links: Fields = {
        "superseded_by": held.superseded_by or "",
        "see_also": [other for other in held.see_also if other in base.by_id],
    }
    return {name: links.get(name, value) for name, value in fact.items() if name not in links or links[name]}


def _topic(value: dict[str, Value]) -> TopicRecord:
    names = {name: _texts(spellings) for name, spellings in _mapping(value.get("names")).items()}
    sources = {key: dict(_mapping(source)) for key, source in _mapping(value.get("sources")).items()}
    facts = value.get("facts")
    return TopicRecord(
        name=str(value.get("topic", "")),
        title=str(value.get("title", "")),
        language=str(value.get("language", "")),
        audience=tuple(_texts(value.get("audience"))),
        names=names,
        sources=sources,
        facts=tuple(dict(_mapping(fact)) for fact in facts) if isinstance(facts, list) else (),
    )


def _value(node: Node) -> Value:
    match node:
        case ScalarNode():
            return "" if is_empty(node) else node.text.strip()
        case SequenceNode():
            return [_value(item) for item in node.items]
        case MappingNode():
            return {key: _value(entry.value) for key, entry in node.entries.items()}


def _mapping(value: Value | None) -> Mapping[str, Value]:
    return value if isinstance(value, Mapping) else {}


def _texts(value: Value | None) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []

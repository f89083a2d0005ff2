"""Gathers what the files of a base define and refer to, as far as their form allows.

A file with faults still says what it holds, so that one mistake is not reported again by all that cites it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.factbase.loading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from bot.problems import Place


@dataclass(frozen=True, slots=True)
class File:
    """One file that could be read; `stem` is its name without folder and ending."""

    path: str
    stem: str
    root: MappingNode


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text with its place in a file."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A name of a topic with its spellings as written, references not yet replaced."""

    name: str
    spellings: tuple[PlacedText, ...]
    topic: str
    language: str
    place: Place


@dataclass(slots=True)
class Outline:
    """Everything that is unique in the base, and everything that refers to it."""

    files: list[tuple[str, PlacedText]] = field(default_factory=list)  # a file's name, and its topic as written
    source_keys: list[PlacedText] = field(default_factory=list)
    names: list[WrittenName] = field(default_factory=list)
    ids: list[PlacedText] = field(default_factory=list)
    kinds: list[PlacedText] = field(default_factory=list)
    templates: list[PlacedText] = field(default_factory=list)
    cited: list[PlacedText] = field(default_factory=list)
    about: list[PlacedText] = field(default_factory=list)
    asks: list[PlacedText] = field(default_factory=list)
    properties: list[PlacedText] = field(default_factory=list)
    members: list[PlacedText] = field(default_factory=list)  # of series


def split_citation(text: str) -> tuple[str, str | None]:
    """Split 'key locator' into both; the locator may be missing."""
    key, *rest = text.split(None, 1)
    return key, rest[0].strip() if rest else None


def add_topic(found: Outline, file: File) -> None:
    """Gather from a topic file."""
    root = file.root
    found.files += [(file.stem, topic) for topic in _text(root.get("topic"))]
    found.source_keys += [key for key, _ in _entries(root.get("sources"))]
    language = next((each.text.lower() for each in _text(root.get("language"))), "")
    for name, spellings in _entries(root.get("names")):
        written = WrittenName(name.text, tuple(_texts(spellings)), file.stem, language, name.place)
        found.names.append(written)
    for fact in _items(root.get("facts")):
        if isinstance(fact, MappingNode):
            found.ids += _text(fact.get("id"))
            found.about += _text(fact.get("about"))
            found.asks += _text(fact.get("asks"))
            for holder in (fact, *_items(fact.get("claims"))):
                if isinstance(holder, MappingNode):
                    found.cited += _cited(holder.get("sources"))


def add_phrasings(found: Outline, file: File) -> None:
    """Gather from phrasings.yaml."""
    for kind, languages in _entries(file.root.get("asks")):
        found.kinds.append(kind)
        for _, templates in _entries(languages):
            found.templates += _texts(templates)
    found.properties += [kind for kind, _ in _entries(file.root.get("properties"))]
    for _, series in _entries(file.root.get("series")):
        if isinstance(series, MappingNode):
            found.members += _texts(series.get("members"))


def _cited(node: Node | None) -> Iterator[PlacedText]:
    for mention in _texts(node):
        yield PlacedText(split_citation(mention.text)[0], mention.place)


def _entries(node: Node | None) -> Iterator[tuple[PlacedText, Node]]:
    if isinstance(node, MappingNode):
        for entry in node.entries.values():
            yield PlacedText(entry.key.text, entry.key.place), entry.value


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, SequenceNode) else ()


def _text(node: Node | None) -> Iterator[PlacedText]:
    if isinstance(node, ScalarNode) and node.text.strip():
        yield PlacedText(node.text.strip(), node.place)


def _texts(node: Node | None) -> Iterator[PlacedText]:
    for item in _items(node):
        yield from _text(item)

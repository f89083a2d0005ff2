"""Parses a YAML file into nodes that know their line and column.

Nodes are built from events, because composing deeply nested input with the C loader ends the process. Every
scalar stays the string that was written. Nothing that bytes can hold makes `parse` raise.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from bot.factbase.loading.unreadable import TURNING, decode, syntax_problem, turning_problem
from bot.problems import Level, Place, Problem, quoted

MOST_LEVELS = 20


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A piece of text; `plain` when it stands without quotation marks and is not a block."""

    text: str
    place: Place
    plain: bool = True


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list of nodes."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class MappingEntry:
    """A key with its value."""

    key: ScalarNode
    value: Node


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys and values in the order of the file."""

    entries: Mapping[str, MappingEntry]
    place: Place

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or None where the key is missing."""
        entry = self.entries.get(key)
        return entry.value if entry else None


Node: TypeAlias = ScalarNode | SequenceNode | MappingNode


def parse(path: str, content: bytes) -> tuple[Node | None, list[Problem]]:
    """Read one YAML document.

    The node is None for a file without content, and where the text cannot be followed to its end. A repeated
    key, an anchor or a tag is a problem that leaves a node to look further into; a key's first value is kept.
    """
    text, problem = decode(path, content)
    if problem:
        return None, [problem]
    reading = _EventReader(path, text)
    try:
        return reading.document(), reading.problems
    except _Stop as stop:
        return None, [*reading.problems, stop.problem]
    except yaml.YAMLError as error:
        return None, [*reading.problems, syntax_problem(path, text, error, reading.brackets)]


def is_empty(node: Node) -> bool:
    """Return whether a node is empty, or YAML's word for nothing."""
    return isinstance(node, ScalarNode) and (not node.text.strip() or (node.plain and node.text in {"~", "null"}))


class _Stop(Exception):
    """Raised where the rest of a file cannot be read."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


@dataclass(slots=True)
class _EventReader:
    """Builds the nodes of one file from its YAML events."""

    path: str
    text: str
    problems: list[Problem] = field(default_factory=list)
    brackets: list[Place] = field(default_factory=list)  # still open, outermost first

    def document(self) -> Node | None:
        with closing(_events(self.text)) as events:
            root: Node | None = None
            for event in events:
                if isinstance(event, DocumentStartEvent):
                    if root is not None:
                        raise self._stop(event, "a second document begins here", "keep one a file", "documents")
                    root = self._node(next(events), events, 1)
                elif isinstance(event, StreamEndEvent):
                    break
        return None if root is None or is_empty(root) else root

    def _node(self, event: Event, events: Iterator[Event], depth: int) -> Node:
        if isinstance(event, AliasEvent):
            raise self._stop(event, f"alias '*{event.anchor}' stands for text elsewhere", "write it out", "anchor")
        if isinstance(event, ScalarEvent):
            if event.anchor or event.tag:
                self._refuse_marks(event)
            if event.style == '"' and (turning := TURNING.search(event.value)):
                self.problems.append(turning_problem(self._place(event), turning[0]))
            return ScalarNode(event.value, self._place(event), not event.style)
        if depth > MOST_LEVELS:
            what = f"lists or fields are nested more than {MOST_LEVELS} deep"
            raise self._stop(event, what, "close the brackets before this one", "depth")
        self._refuse_marks(event)
        place = self._place(event)
        bracketed = bool(getattr(event, "flow_style", False))
        if bracketed:
            self.brackets.append(place)
        node: Node
        if isinstance(event, SequenceStartEvent):
            node = SequenceNode(tuple(self._items(events, depth + 1)), place)
        else:
            node = MappingNode(self._entries(events, depth + 1), place)
        if bracketed:
            self.brackets.pop()
        return node

    def _items(self, events: Iterator[Event], depth: int) -> Iterator[Node]:
        while not isinstance(event := next(events), SequenceEndEvent):
            yield self._node(event, events, depth)

    def _entries(self, events: Iterator[Event], depth: int) -> dict[str, MappingEntry]:
        entries: dict[str, MappingEntry] = {}
        while not isinstance(event := next(events), MappingEndEvent):
            key = self._node(event, events, depth)
            value = self._node(next(events), events, depth)
            if not isinstance(key, ScalarNode):
                self._note(
                    event,
                    "a list or group of fields stands where a field's name belongs",
                    "name it",
                    "syntax",
                )
            elif (first := entries.get(key.text)) is not None:
                what = f"{quoted(key.text)} stands here and in line {first.key.place.line}"
                self._note(event, what, "keep one of them", "duplicate-key")
            else:
                entries[key.text] = MappingEntry(key, value)
        return entries

    def _refuse_marks(self, event: Event) -> None:
        if anchor := getattr(event, "anchor", None):
            self._note(event, f"anchor '&{anchor}' names this for use elsewhere", "remove it", "anchor")
        if tag := getattr(event, "tag", None):
            self._note(event, f"tag {quoted(tag)} gives this a type", "remove it: everything is text here", "tag")

    def _place(self, event: Event) -> Place:
        mark = event.start_mark
        return Place(self.path, mark.line + 1, mark.column + 1) if mark else Place(self.path, 1, 1)

    def _note(self, event: Event, what: str, mend: str, rule: str) -> None:
        self.problems.append(Problem(self._place(event), Level.SCHEMA, what, mend, f"yaml-{rule}"))

    def _stop(self, event: Event, what: str, mend: str, rule: str) -> _Stop:
        return _Stop(Problem(self._place(event), Level.SCHEMA, what, mend, f"yaml-{rule}"))


def _events(text: str) -> Generator[Event, None, None]:
    yield from yaml.parse(text, Loader=yaml.CBaseLoader)

"""Bytes of a YAML file → nodes that know their line and column, or what is wrong and where.

Nodes are built from events, because composing deeply nested input with the C loader ends the process. Every
scalar stays the string that was written. Nothing that bytes can hold makes `parse` raise.
"""

from __future__ import annotations

import re
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

from bot.problems import Level, Place, Problem, quoted

MOST_LEVELS = 20

# What libyaml refuses to read, found here first because its error carries an offset in bytes and no line.
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


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
class Entry:
    """A key with its value."""

    key: ScalarNode
    value: Node


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys and values in the order of the file."""

    entries: Mapping[str, Entry]
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
    text, problem = _decode(path, content)
    if problem:
        return None, [problem]
    reading = _Reading(path, text)
    try:
        return reading.document(), reading.problems
    except _Stop as stop:
        return None, [*reading.problems, stop.problem]
    except yaml.YAMLError as error:
        return None, [*reading.problems, _syntax_problem(path, text, error)]


def is_empty(node: Node) -> bool:
    """Whether nothing, or what YAML writes for nothing, stands there."""
    return isinstance(node, ScalarNode) and (
        not node.text.strip() or (node.plain and node.text in {"~", "null"})
    )


class _Stop(Exception):
    """The rest of the file cannot be read."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


@dataclass(slots=True)
class _Reading:
    """One pass over the events of one file."""

    path: str
    text: str
    problems: list[Problem] = field(default_factory=list)

    def document(self) -> Node | None:
        with closing(_events(self.text)) as events:
            root: Node | None = None
            for event in events:
                if isinstance(event, DocumentStartEvent):
                    if root is not None:
                        raise self._stop(
                            event, "a second document begins here", "keep one a file", "documents"
                        )
                    root = self._node(next(events), events, 1)
                elif isinstance(event, StreamEndEvent):
                    break
        return None if root is None or is_empty(root) else root

    def _node(self, event: Event, events: Iterator[Event], depth: int) -> Node:
        if isinstance(event, AliasEvent):
            raise self._stop(
                event, f"alias '*{event.anchor}' stands for text elsewhere", "write it out", "anchor"
            )
        if isinstance(event, ScalarEvent):
            self._refuse_marks(event)
            return ScalarNode(event.value, self._place(event), not event.style)
        if depth > MOST_LEVELS:
            what = f"lists or fields are nested more than {MOST_LEVELS} deep"
            raise self._stop(event, what, "close the brackets before this one", "depth")
        self._refuse_marks(event)
        if isinstance(event, SequenceStartEvent):
            return SequenceNode(tuple(self._items(events, depth + 1)), self._place(event))
        return MappingNode(self._entries(events, depth + 1), self._place(event))

    def _items(self, events: Iterator[Event], depth: int) -> Iterator[Node]:
        while not isinstance(event := next(events), SequenceEndEvent):
            yield self._node(event, events, depth)

    def _entries(self, events: Iterator[Event], depth: int) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
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
                entries[key.text] = Entry(key, value)
        return entries

    def _refuse_marks(self, event: Event) -> None:
        if anchor := getattr(event, "anchor", None):
            self._note(event, f"anchor '&{anchor}' names this for use elsewhere", "remove it", "anchor")
        if tag := getattr(event, "tag", None):
            self._note(
                event, f"tag {quoted(tag)} gives this a type", "remove it: everything is text here", "tag"
            )

    def _place(self, event: Event) -> Place:
        mark = event.start_mark
        return Place(self.path, mark.line + 1, mark.column + 1) if mark else Place(self.path, 1, 1)

    def _note(self, event: Event, what: str, mend: str, rule: str) -> None:
        self.problems.append(Problem(self._place(event), Level.SCHEMA, what, mend, f"yaml-{rule}"))

    def _stop(self, event: Event, what: str, mend: str, rule: str) -> _Stop:
        return _Stop(Problem(self._place(event), Level.SCHEMA, what, mend, f"yaml-{rule}"))


def _events(text: str) -> Generator[Event, None, None]:
    yield from yaml.parse(text, Loader=yaml.CBaseLoader)


def _decode(path: str, content: bytes) -> tuple[str, Problem | None]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", errors="replace")
        what = f"byte 0x{error.object[error.start]:02x} is not part of any UTF-8 text"
        place = _place_after(path, before)
        return "", Problem(place, Level.SCHEMA, what, "save the file as UTF-8", "yaml-encoding")
    if stray := _UNREADABLE.search(text):
        what = f"character U+{ord(stray.group()):04X} cannot stand in a YAML file"
        place = _place_after(path, text[: stray.start()])
        return "", Problem(place, Level.SCHEMA, what, "delete it", "yaml-encoding")
    return text, None


def _place_after(path: str, before: str) -> Place:
    *lines, last = _LINE_BREAK.split(before)
    return Place(path, len(lines) + 1, len(last) + 1)


# What libyaml says → how to mend it. Matched by its first words.
_MENDS = (
    (
        "mapping values are not allowed",
        "put the text in quotation marks if it has ': ' in it, else mend the indentation",
    ),
    (
        "found character that cannot start",
        "put the text in quotation marks, and indent with spaces, not tabs",
    ),
    ("found unexpected end of stream", "close the quotation mark"),
    (
        "did not find expected ',' or",
        "close the bracket, or put a text with quotation marks or brackets in quotes",
    ),
    ("did not find expected key", "line it up with the fields above"),
    ("did not find expected '-'", "line it up with the list above"),
    (
        "could not find expected ':'",
        "write 'field: value', and a text of several lines after '|' or in quotes",
    ),
    ("found unknown escape", "write \\\\ for a backslash, or use single quotation marks"),
    ("block sequence entries are not allowed", "begin the list on a line of its own"),
)


def _syntax_problem(path: str, text: str, error: yaml.YAMLError) -> Problem:
    what, mark, context = "the text cannot be read as YAML", None, None
    if isinstance(error, yaml.MarkedYAMLError):
        mark, context = error.problem_mark, error.context_mark
        what = " ".join(filter(None, (error.problem, error.context))) or what
        if context and (mark is None or mark.index >= len(text.rstrip())):
            mark = context  # cut off by the end of the file: say what was left open
    place = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path, 1, 1)
    mend = next((mend for words, mend in _MENDS if what.startswith(words)), "mend the YAML here")
    return Problem(place, Level.SCHEMA, what, mend, "yaml-syntax")

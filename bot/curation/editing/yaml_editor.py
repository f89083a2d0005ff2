"""Adds, changes or takes out a field or an item of a YAML file, and leaves every other byte as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from bot.curation.editing.yaml_emitter import Value, field_lines, in_brackets, item_lines, written

Path: TypeAlias = Sequence["str | int"]

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A YAML file that is known to load, with the places of its nodes."""

    text: str
    root: Node | None  # None where the file holds nothing but comments
    mark: str  # of the encoding, before the text

    @property
    def content(self) -> bytes:
        """The file as it is."""
        return (self.mark + self.text).encode()

    def node(self, path: Path) -> Node | None:
        """Follow names of fields and indices of items; return None where a field is missing."""
        node: Node | None = self.root
        for step in path:
            if isinstance(node, MappingNode):
                node = next((value for key, value in node.value if key.value == step), None)
            elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            else:
                return None
        return node

    def text_at(self, path: Path) -> str | None:
        """Return the text of a field."""
        node = self.node(path)
        return str(node.value) if isinstance(node, ScalarNode) else None

    def value_at(self, path: Path) -> Value | None:
        """Return what stands at a place as text, list and mapping; None where nothing does."""
        node = self.node(path)
        return None if node is None else value_of(node)

    def number_of(self, path: Path, name: str, text: str) -> int | None:
        """Return the index of the list item whose field has this text."""
        items = self.node(path)
        if not isinstance(items, SequenceNode):
            return None
        numbers = range(len(items.value))
        return next((at for at in numbers if self.text_at((*path, at, name)) == text), None)

    def with_items(self, path: Path, values: Iterable[Value]) -> bytes:
        """Return the file with items added at the end of a list."""
        node = self._collection(path, SequenceNode)
        if node.flow_style:
            return self._in_brackets(node, [in_brackets(value) for value in values])
        lines = [line for value in values for line in item_lines(value)]
        return self._below(_end(node), node.start_mark.column, lines)

    def with_fields(self, path: Path, fields: Mapping[str, Value], after: Sequence[str] = ()) -> bytes:
        """Return the file with fields added: below the last field of `after` that is there, else below all fields."""
        node = self._collection(path, MappingNode)
        ends = {key.value: _end(value) for key, value in node.value}
        near = next((ends[name] for name in reversed(after) if name in ends), None)
        if node.flow_style:
            pieces = [f"{written(name)}: {in_brackets(value)}" for name, value in fields.items()]
            return self._in_brackets(node, pieces, near)
        lines = [line for name, value in fields.items() for line in field_lines(name, value)]
        return self._below(near or _end(node), node.start_mark.column, lines)

    def with_value(self, path: Path, value: Value) -> bytes:
        """Return the file with another value of a field that is there; a comment behind it stays."""
        key, node = self._entry(path)
        at = self.text.index(":", key.end_mark.index) + 1
        return self._replaced(at, self._value_end(node, at), " " + in_brackets(value))

    def without_field(self, holder: Path, name: str) -> bytes:
        """Return the file without a field: its lines and the comment behind it, or its part of what is in brackets."""
        mapping = self._collection(holder, MappingNode)
        number = next(at for at, (key, _) in enumerate(mapping.value) if key.value == name)
        key, node = mapping.value[number]
        start, end = key.start_mark.index, self._value_end(node, key.end_mark.index)
        if mapping.flow_style:
            if number + 1 < len(mapping.value):
                return self._replaced(start, mapping.value[number + 1][0].start_mark.index, "")
            return self._replaced(_end(mapping.value[number - 1][1]) if number else start, end, "")
        line_end = self.text.find("\n", end)
        after = len(self.text) if line_end < 0 else line_end + 1
        if number + 1 < len(mapping.value) and not self.text[:start].rpartition("\n")[2].isspace():
            after = mapping.value[number + 1][0].start_mark.index  # behind the dash of an item
            return self._replaced(start, after, "")
        return self._replaced(self.text.rfind("\n", 0, start) + 1, after, "")

    def without_item(self, path: Path, number: int) -> bytes:
        """Return the file without an item of a list: its lines and their comments, or its part of the brackets."""
        node = self._collection(path, SequenceNode)
        start, items = node.value[number].start_mark.index, node.value
        if node.flow_style:
            if number + 1 < len(items):
                return self._replaced(start, items[number + 1].start_mark.index, "")
            return self._replaced(_end(items[number - 1]) if number else start, _end(items[number]), "")
        first = self.text.rfind("\n", 0, self.text.rfind("-", 0, start)) + 1
        line_end = self.text.find("\n", self._value_end(items[number], start))
        end = len(self.text) if line_end < 0 else line_end + 1
        if path and len(items) == 1:  # a field needs a value
            return self._replaced(self.text.rfind(":", 0, first) + 1, end, " []\n")
        return self._replaced(first, end, "")

    def _entry(self, path: Path) -> tuple[Node, Node]:
        mapping = self._collection(path[:-1], MappingNode)
        return next((key, value) for key, value in mapping.value if key.value == path[-1])

    def _value_end(self, node: Node, start: int) -> int:
        """Return where a value ends, without the line breaks that ruamel counts as part of a block of text."""
        return start + len(self.text[start : _end(node)].rstrip())

    def _replaced(self, start: int, end: int, text: str) -> bytes:
        return (self.mark + self.text[:start] + text + self.text[end:]).encode()

    def _collection(self, path: Path, sort: type[CollectionNode]) -> CollectionNode:
        node = self.node(path)
        if not isinstance(node, sort):
            raise TypeError(f"there is no {sort.__name__} at {path}")
        return node

    def _in_brackets(self, node: CollectionNode, pieces: Sequence[str], near: int | None = None) -> bytes:
        added = ", ".join(pieces)
        if not node.value:
            return self._inserted(node.start_mark.index + 1, added)
        return self._inserted(near or _last_end(node), f", {added}")

    def _below(self, end: int, column: int, lines: Iterable[str]) -> bytes:
        """Add lines below the line in which a node ends, with the comments of that line."""
        line_end = "\r\n" if "\r\n" in self.text else "\n"
        if not end or self.text[end - 1] != "\n":
            found = self.text.find("\n", end)
            end = len(self.text) if found < 0 else found + 1
        before = "" if self.text[:end].endswith("\n") else line_end
        return self._inserted(end, before + "".join(" " * column + line + line_end for line in lines))

    def _inserted(self, at: int, added: str) -> bytes:
        return (self.mark + self.text[:at] + added + self.text[at:]).encode()


def read_document(content: bytes) -> YamlDocument:
    """Read a file that the base has loaded."""
    text = content.decode()
    mark = _BOM if text.startswith(_BOM) else ""
    text = text.removeprefix(_BOM)
    return YamlDocument(text, YAML().compose(text), mark)


def value_of(node: Node) -> Value:
    """Return what a node holds as text, list and mapping."""
    if isinstance(node, MappingNode):
        return {str(key.value): value_of(value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return [value_of(item) for item in node.value]
    return str(node.value)


def _end(node: Node) -> int:
    """Return the line in which a node ends; ruamel counts what follows a block as part of it."""
    if isinstance(node, CollectionNode) and not node.flow_style:
        return _last_end(node)
    return int(node.end_mark.index)


def _last_end(node: Node) -> int:
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)

"""Writes values as YAML as the curators of this base do: plain where that means the same, else in quotation marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from bot.factbase.loading.nodes import MappingNode, ScalarNode, SequenceNode, is_empty, parse

Value: TypeAlias = "str | Sequence[Value] | Mapping[str, Value]"

_STEP = 2  # columns by which what is inside stands further right


def written(text: str) -> str:
    """Write a text so that the reader of the base, inside brackets or outside, reads just that text."""
    return text if _is_plain(text) else '"' + "".join(map(_escaped, text)) + '"'


def in_brackets(value: Value) -> str:
    """Write a value on one line."""
    if isinstance(value, str):
        return written(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{written(key)}: {in_brackets(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(map(in_brackets, value)) + "]"


def field_lines(name: str, value: Value) -> Iterator[str]:
    """Write a field, over several lines if its value has fields; lists stay on one line."""
    if isinstance(value, Mapping) and value:
        yield f"{written(name)}:"
        for line in mapping_lines(value):
            yield " " * _STEP + line
    else:
        yield f"{written(name)}: {in_brackets(value)}"


def mapping_lines(fields: Mapping[str, Value]) -> Iterator[str]:
    """Write fields below one another."""
    for name, value in fields.items():
        yield from field_lines(name, value)


def item_lines(value: Value) -> Iterator[str]:
    """Write an item of a list, with its dash."""
    lines = list(mapping_lines(value)) if isinstance(value, Mapping) else [in_brackets(value)]
    for number, line in enumerate(lines):
        yield (" " * _STEP if number else "- ") + line


def _is_plain(text: str) -> bool:
    if not text or text != text.strip() or not text.isprintable():
        return False
    in_list, problems = parse("", f"[{text}]".encode("utf-8", "replace"))
    if problems or not isinstance(in_list, SequenceNode) or len(in_list.items) != 1:
        return False
    in_field, problems = parse("", f"{{{text}: {text}}}".encode("utf-8", "replace"))
    if problems or not isinstance(in_field, MappingNode) or len(in_field.entries) != 1:
        return False
    node = in_list.items[0]
    return isinstance(node, ScalarNode) and node.plain and node.text == text and not is_empty(node)


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if char == "\n":
        return "\\n"
    return char if char.isprintable() else f"\\U{ord(char):08x}"

"""The definition, the JSON Schema made from it, and the parser hold together."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.factbase import PHRASINGS_FILE
from bot.factbase.loading.conform import conform
from bot.factbase.loading.definition import RECORDS, SCHEMA_RULES
from bot.factbase.loading.nodes import MappingNode, Node, ScalarNode, SequenceNode, parse
from bot.factbase.loading.shapes import Record
from bot.factbase.schema import json_schema

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
# What no JSON Schema can say: other files, other places in the file, and what is no YAML at all.
BEYOND_JSON_SCHEMA = {
    rule
    for rule in SCHEMA_RULES
    if rule.startswith("yaml-") or (rule.endswith(("-taken", "-unknown")) and rule != "field-unknown")
} | {"topic-file", "name-reference", "template-about"}
BEYOND_IN_PARTS = {"no-such-day"}  # 2026-02-30 has the form of a date


def _as_an_editor_reads(node: Node) -> Any:
    """Turn nodes into what an editor with YAML 1.2 makes of them."""
    if isinstance(node, MappingNode):
        return {key: _as_an_editor_reads(entry.value) for key, entry in node.entries.items()}
    if isinstance(node, SequenceNode):
        return [_as_an_editor_reads(item) for item in node.items]
    if node.plain and node.text in {"", "~", "null"}:
        return None
    if node.plain and node.text in {"true", "false"}:
        return node.text == "true"
    if node.plain and re.fullmatch(r"-?[0-9]+", node.text):
        return int(node.text)
    return node.text


def _accepted(path: Path) -> bool:
    node, _ = parse(path.name, path.read_bytes())
    instance = None if node is None else _as_an_editor_reads(node)
    return jsonschema.Draft7Validator(json.loads(json_schema())).is_valid(instance)


def _topics(kind: str) -> list[Path]:
    return [path for path in sorted((CASES / kind).rglob("*.yaml")) if path.name != PHRASINGS_FILE]


def test_the_file_is_what_the_definition_makes() -> None:
    """facts/schema.json is up to date; python -m bot.factbase.schema > facts/schema.json brings it there."""
    assert (ROOT / "facts" / "schema.json").read_text(encoding="utf-8") == json_schema()


def test_the_schema_is_a_schema() -> None:
    """The JSON Schema is one by its own standard."""
    jsonschema.Draft7Validator.check_schema(json.loads(json_schema()))


@pytest.mark.parametrize("path", _topics("good"), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_editor_accepts_what_the_bot_accepts(path: Path) -> None:
    """A good case has no line that the editor underlines."""
    assert _accepted(path)


BAD = [
    path
    for path in _topics("bad")
    if path.parent.name in set(SCHEMA_RULES) - BEYOND_JSON_SCHEMA and path.stem not in BEYOND_IN_PARTS
]


@pytest.mark.parametrize("path", BAD, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_editor_refuses_what_the_bot_refuses(path: Path) -> None:
    """As far as a JSON Schema can tell, what stops the bot is underlined in the editor."""
    assert not _accepted(path)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.title)
def test_examples_conform(record: Record) -> None:
    """The example of each field is one that the bot accepts."""
    for field in record.fields:
        node, problems = parse("a.yaml", field.example.encode())
        assert problems == []
        assert isinstance(node, MappingNode)
        value = node.get(field.name)
        assert value is not None, field.name
        if "{…}" not in field.example:
            assert list(conform(value, field.shape, field.name)) == []


def test_cases_cover_every_field() -> None:
    """Each field of the schema stands in at least one case that is read."""
    read = "\n".join(path.read_text(encoding="utf-8") for path in CASES.rglob("good/**/*.yaml"))

    fields = {field.name for record in RECORDS for field in record.fields}
    assert {name for name in fields if not re.search(rf"\b{name}:", read)} == set()


def test_scalars_are_what_the_editor_sees() -> None:
    """The reading of the editor used here tells numbers, truth values and text apart."""
    node, _ = parse("a.yaml", b"[1, true, '1', 2018-09, null]")

    assert isinstance(node, SequenceNode)
    assert isinstance(node.items[0], ScalarNode)
    assert _as_an_editor_reads(node) == [1, True, "1", "2018-09", None]

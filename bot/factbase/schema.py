"""Writes the definition of a topic file as JSON Schema, for editors that use yaml-language-server.

`python -m bot.factbase.schema` prints it; the result stands in facts/schema.json.
"""

from __future__ import annotations

import json
import sys
from typing import TypeAlias, assert_never

from bot.factbase.dates import PATTERN as DATE_PATTERN
from bot.factbase.loading.definition import OF_PHRASINGS, RECORDS, TOPIC
from bot.factbase.loading.shapes import DateText, Flag, ListOf, MapOf, OneOf, Record, Shape, Text, Whole

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool"

# Editors read 2019 as a number and true as a truth value, where the bot reads the text that was written.
_WRITTEN: Json = ["string", "number", "boolean"]
_WITH_LETTERS = "\\S"


def json_schema() -> str:
    """Return the JSON Schema of a topic file as text."""
    # phrasings.yaml is another file
    definitions: dict[str, Json] = {
        _key(record): _record(record) for record in RECORDS if record is not TOPIC and record not in OF_PHRASINGS
    }
    schema: dict[str, Json] = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": TOPIC.title,
        **_record(TOPIC),
        "definitions": definitions,
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _key(record: Record) -> str:
    return record.title.removeprefix("a ").replace(" ", "-")


def _record(record: Record) -> dict[str, Json]:
    schema: dict[str, Json] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            field.name: {
                "description": f"{field.doc} Example: {field.example}",
                "allOf": [_shape(field.shape)],
            }
            for field in record.fields
        },
    }
    required: list[Json] = [field.name for field in record.fields if field.required]
    if required:
        schema["required"] = required
    if record.any_of:
        schema["anyOf"] = [{"required": [name]} for name in record.any_of]
    if record.together:
        schema["dependencies"] = {
            name: [other for other in record.together if other != name] for name in record.together
        }
    if record.instead:
        clashes: list[Json] = [{"required": [name]} for name in record.instead.clashing]
        schema["if"] = {"required": [record.instead.field]}
        schema["then"] = {"not": {"anyOf": clashes}}
        schema["else"] = {"required": list(record.instead.others)}
    return schema


def _shape(shape: Shape) -> dict[str, Json]:
    match shape:
        case Record():
            return {"$ref": f"#/definitions/{_key(shape)}"}
        case ListOf():
            return {"type": "array", "items": _shape(shape.item), "minItems": shape.fewest}
        case MapOf():
            keys = _shape(shape.key)
            keys.pop("type")
            return {
                "type": "object",
                "propertyNames": keys,
                "additionalProperties": _shape(shape.value),
                "minProperties": shape.fewest,
            }
        case Text(form=None):
            return {"type": _WRITTEN, "pattern": _WITH_LETTERS}
        case Text():
            return _text(shape)
        case OneOf():
            return {"enum": list(shape.values)}
        case Whole():
            return {"type": "integer", "minimum": shape.low, "maximum": shape.high}
        case Flag():
            return {"type": "boolean"}
        case DateText():
            written: Json = {"type": "string", "pattern": f"^{DATE_PATTERN}$"}
            return {"anyOf": [written, {"type": "integer", "minimum": 1000, "maximum": 9999}]}
        case _:
            assert_never(shape)


def _text(shape: Text) -> dict[str, Json]:
    schema: dict[str, Json] = {"type": _WRITTEN}
    if shape.form:
        schema["pattern"] = f"^({shape.form.pattern})$"
        if shape.form.longest:
            schema["maxLength"] = shape.form.longest
    return schema


if __name__ == "__main__":
    sys.stdout.write(json_schema())

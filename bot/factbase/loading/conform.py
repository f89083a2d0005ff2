"""Compares a YAML node with the shape that it should have, and reports the differences as problems."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import assert_never

from bot.factbase.dates import parse_date
from bot.factbase.loading.nodes import MappingNode, Node, ScalarNode, SequenceNode, is_empty
from bot.factbase.loading.shapes import DateText, Flag, ListOf, MapOf, OneOf, Record, Shape, Text, Whole
from bot.problems import Level, Place, Problem, quoted

_MOST_NEIGHBOURS = 5_000  # beyond this, looking for a similar word takes longer than it helps


def conform(node: Node, shape: Shape, label: str, missing_at: Place | None = None) -> Iterator[Problem]:
    """Yield every way in which `node` is not of `shape`.

    `label` is the field's name for messages; a missing field points at `missing_at`, else at the first field.
    """
    match shape:
        case Record():
            yield from _record(node, shape, label, missing_at)
        case ListOf():
            yield from _list(node, shape, label)
        case MapOf():
            yield from _map(node, shape, label)
        case Text() | OneOf() | Whole() | Flag() | DateText():
            yield from _scalar(node, shape, label)
        case _:
            assert_never(shape)


def schema_problem(place: Place, what: str, mend: str, rule: str) -> Problem:
    """Make a problem that stops every command."""
    return Problem(place, Level.SCHEMA, what, mend, rule)


def did_you_mean(word: str, known: Collection[str], otherwise: str) -> str:
    """Return "did you mean 'x'?" for the nearest known word, or `otherwise` where none is near."""
    if len(known) > _MOST_NEIGHBOURS or len(word) > 100:
        return otherwise
    near = get_close_matches(word, sorted(known), n=1)
    if not near:
        folded = {each.casefold(): each for each in sorted(known, reverse=True)}
        near = [folded[key] for key in get_close_matches(word.casefold(), list(folded), n=1)]
    return f"did you mean {quoted(near[0])}?" if near else otherwise


def _record(node: Node, record: Record, label: str, missing_at: Place | None) -> Iterator[Problem]:
    if not isinstance(node, MappingNode):
        names = ", ".join(field.name for field in record.fields if field.required) or record.fields[0].name
        yield _mistyped(node, label, f"write fields: {names} …")
        return
    for key, entry in node.entries.items():
        field = record.by_name.get(key)
        if field is None:
            mend = did_you_mean(key, record.by_name, f"{record.title} has " + ", ".join(record.by_name))
            yield schema_problem(entry.key.place, f"unknown field {quoted(key)}", mend, "field-unknown")
        else:
            yield from conform(entry.value, field.shape, f"'{key}'")
    yield from _lacking(node, record, missing_at or node.place)


def _lacking(node: MappingNode, record: Record, place: Place) -> Iterator[Problem]:
    has, instead = node.entries, record.instead
    required = [field.name for field in record.fields if field.required]
    if instead and instead.field not in has:
        required += instead.others
    for name in required:
        if name not in has:
            mend = f"add it, for example {record.by_name[name].example}"
            yield schema_problem(place, f"{record.title} lacks '{name}'", mend, "field-missing")
    if instead and instead.field in has:
        for name in instead.clashing:
            if name in has:
                what = f"'{name}' stands beside '{instead.field}', which takes its place"
                yield schema_problem(has[name].key.place, what, "keep one of the two", "field-clash")
    present = [name for name in record.together if name in has]
    if present and len(present) < len(record.together):
        absent = next(name for name in record.together if name not in has)
        what = f"'{present[0]}' stands without '{absent}'"
        yield schema_problem(has[present[0]].key.place, what, f"add '{absent}', or remove both", "field-clash")
    if record.any_of and not any(name in has for name in record.any_of):
        names = " nor ".join(f"'{name}'" for name in record.any_of)
        mend = f"add one, for example {record.by_name[record.any_of[0]].example}"
        yield schema_problem(place, f"{record.title} has neither {names}", mend, "source-date")


def _list(node: Node, shape: ListOf, label: str) -> Iterator[Problem]:
    if not isinstance(node, SequenceNode):
        yield _mistyped(node, label, "write a list: [one, another]")
        return
    if len(node.items) < shape.fewest:
        yield _too_few(node.place, label, len(node.items), shape.fewest)
    for item in node.items:
        yield from conform(item, shape.item, f"an item of {label}" if not label.startswith("an item") else label)


def _map(node: Node, shape: MapOf, label: str) -> Iterator[Problem]:
    if not isinstance(node, MappingNode):
        yield _mistyped(node, label, f"write {shape.keys}, a colon, then its value")
        return
    if len(node.entries) < shape.fewest:
        yield _too_few(node.place, label, len(node.entries), shape.fewest)
    for key, entry in node.entries.items():
        yield from _scalar(entry.key, shape.key, f"{shape.keys} of {label}")
        yield from conform(entry.value, shape.value, quoted(key))


def _too_few(place: Place, label: str, count: int, fewest: int) -> Problem:
    if count == 0:
        return schema_problem(place, f"{label} is empty", "fill it in, or remove it", "field-empty")
    return schema_problem(place, f"{label} has {count}", f"give at least {fewest}", "field-value")


def _mistyped(node: Node, label: str, mend: str) -> Problem:
    if is_empty(node):
        return schema_problem(node.place, f"{label} is empty", f"{mend}; or remove it", "field-empty")
    match node:
        case ScalarNode():
            what = f"{label} is the text {quoted(node.text)}"
        case SequenceNode():
            what = f"{label} is a list"
        case MappingNode():
            what = f"{label} is a group of fields"
        case _:
            assert_never(node)
    return schema_problem(node.place, what, mend, "field-type")


def _scalar(node: Node, shape: Text | OneOf | Whole | Flag | DateText, label: str) -> Iterator[Problem]:
    if not isinstance(node, ScalarNode):
        yield _mistyped(node, label, "write text, in quotation marks if it has [, {, : or # in it")
    elif is_empty(node):
        yield schema_problem(node.place, f"{label} is empty", "fill it in, or remove it", "field-empty")
    elif problem := _wrong(node.text, shape):
        what, mend, rule = problem
        yield schema_problem(node.place, f"{label} is {quoted(node.text)}{what}", mend, rule)


def _wrong(text: str, shape: Text | OneOf | Whole | Flag | DateText) -> tuple[str, str, str] | None:
    """Return what is wrong, how to mend it, and the rule."""
    match shape:
        case Text():
            form = shape.form
            return None if form is None or form.fits(text) else ("", f"write {form.described}", form.rule)
        case OneOf():
            choices = ", ".join(shape.values)
            mend = did_you_mean(text, shape.values, f"write one of {choices}")
            return None if text in shape.values else (f", which is none of {choices}", mend, "field-value")
        case Whole():
            fits = re.fullmatch("[0-9]{1,9}", text) is not None and shape.low <= int(text) <= shape.high
            return None if fits else ("", f"write a whole number from {shape.low} to {shape.high}", "field-value")
        case Flag():
            return None if text in {"true", "false"} else ("", "write true or false", "field-value")
        case DateText():
            if parse_date(text):
                return None
            shaped = re.fullmatch("[0-9]{4}(-[0-9]{2}){0,2}", text)
            what = ", which is no day of the calendar" if shaped else ""
            return what, "write a real date as YYYY, YYYY-MM or YYYY-MM-DD", "date-format"
        case _:
            assert_never(shape)

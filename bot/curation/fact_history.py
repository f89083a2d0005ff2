"""Tells the life of a fact: what it said from when on, and who changed it, as git or the store have kept it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from bot.curation.fact_diff import RecordedState, read
from bot.factbase.dates import parse_date
from bot.factbase.loading.nodes import MappingNode, Node, ScalarNode, SequenceNode, parse
from bot.factbase.stated import Stated
from bot.messages import curator
from bot.replies import Words


@dataclass(frozen=True, slots=True)
class FactVersion:
    """What a fact said from a time on, its fields as text; none of them where it was not there.

    `at` is None for what was there before anything was kept. `by` and `why` are the author and title of a commit.
    """

    at: dt.datetime | None
    fields: Mapping[str, str]
    by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class FactChange:
    """A line that says when a fact changed and how, and one for each field with what it said before and after."""

    head: str
    fields: Sequence[str]


def history_of(versions: Sequence[FactVersion], say: Words) -> list[FactChange]:
    """Write what changed from version to version, oldest first; a version that says the same is left out."""
    changes, before = [], FactVersion(None, {})
    for version in versions:
        if version.fields != before.fields:
            changes.append(FactChange(_head(before, version, say), [*_fields(before, version, say)]))
            before = version
    return changes


def stored_versions(states: Sequence[RecordedState]) -> list[FactVersion]:
    """Return the versions that the store has kept of a fact, oldest first."""
    return [
        FactVersion(dt.datetime.fromtimestamp(one.since, dt.UTC) if one.since else None, _stated(read(one)))
        for one in states
    ]


def version_in(content: bytes, fact: str) -> dict[str, str]:
    """Return the fields of a fact as a topic file has them; none where the file does not hold it or cannot be read."""
    if fact.encode() not in content:
        return {}
    node, _ = parse("", content)
    facts = node.get("facts") if isinstance(node, MappingNode) else None
    for item in facts.items if isinstance(facts, SequenceNode) else ():
        held = item.get("id") if isinstance(item, MappingNode) else None
        if isinstance(item, MappingNode) and isinstance(held, ScalarNode) and held.text.strip() == fact:
            return {name: _text(entry.value) for name, entry in item.entries.items()}
    return {}


def _head(before: FactVersion, version: FactVersion, say: Words) -> str:
    new = {name: text for name, text in version.fields.items() if before.fields.get(name) != text}
    if not before.fields:
        what = say(curator.WAS_ADDED)
    elif not version.fields:
        what = say(curator.WAS_TAKEN_OUT)
    elif "withdrawn" in new:
        why = version.fields.get("withdrawn_because")
        what = say(curator.WAS_WITHDRAWN_FOR, why=why) if why else say(curator.WAS_WITHDRAWN)
    elif "superseded_by" in new:
        what = say(curator.WAS_SUPERSEDED, fact=new["superseded_by"])
    else:
        what = say(curator.WAS_CHANGED)
    date = parse_date(version.at.date().isoformat()) if version.at is not None else None
    when = say.date(date) if date is not None else say(curator.FROM_THE_START)
    told = say(curator.HISTORY_ENTRY, when=when, what=what)
    return say(curator.HISTORY_BY, entry=told, who=version.by, title=version.why) if version.by else told


def _fields(before: FactVersion, version: FactVersion, say: Words) -> Iterator[str]:
    if not version.fields:
        return
    for name in dict.fromkeys((*before.fields, *version.fields)):
        old, new = before.fields.get(name), version.fields.get(name)
        if old == new or name == "id":
            continue
        if old is None:
            yield say(curator.FIELD_SET, field=name, now=new)
        elif new is None:
            yield say(curator.FIELD_GONE, field=name, earlier=old)
        else:
            yield say(curator.FIELD_CHANGED, field=name, now=new, earlier=old)


def _stated(stated: Stated | None) -> dict[str, str]:
    if stated is None:
        return {}
    held = {name: value for name, value in asdict(stated).items() if value}
    answers = {f"translations.{language}.answer": text for language, text in held.pop("answers", {}).items()}
    if held.pop("is_minor", False):
        held["minor"] = "true"
    if "claims" in held:
        held["claims"] = " / ".join(held["claims"])
    return {**held, **answers}


def _text(node: Node) -> str:
    if isinstance(node, ScalarNode):
        return node.text.strip()
    if isinstance(node, SequenceNode):
        return "; ".join(map(_text, node.items))
    return ", ".join(f"{name}: {_text(entry.value)}" for name, entry in node.entries.items())

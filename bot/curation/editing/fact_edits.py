"""Changes what a fact says in its file, and gives it a successor; every other byte stays as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from bot.curation.editing.yaml_editor import Path, YamlDocument, read_document
from bot.curation.editing.yaml_emitter import Value
from bot.factbase.loading.definition import CLAIM, FACT, TRANSLATION
from bot.factbase.loading.shapes import ListOf
from bot.factbase.model import Fact, FactBase
from bot.problems import BotError, quoted

LASTING: Final = "id"
CLAIMS: Final = "claims"
TRANSLATIONS: Final = "translations"
FIELDS: Final = tuple(one.name for one in FACT.fields)
LISTS: Final = frozenset(
    one.name for one in (*FACT.fields, *CLAIM.fields, *TRANSLATION.fields) if isinstance(one.shape, ListOf)
)
# What a successor takes over: how it is asked for, and where it belongs.
TAKEN_OVER: Final = ("question", "about", "asks", "aliases", "not_for", "minor", "see_also", "tags")


@dataclass(frozen=True, slots=True)
class EditFact:
    """New values of a fact's fields by their names, such as answer, claims.1.answer or translations.ru.answer.

    A field whose value is None is taken out. Claims are counted from 1, as people do.
    """

    fact: str
    fields: Mapping[str, Value | None]
    sources: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)  # that the base lacks


@dataclass(frozen=True, slots=True)
class SupersedeFact:
    """A new fact, with its fields as written in a topic file, that holds in place of another from now on."""

    fact: str
    successor: Mapping[str, Value]
    sources: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)


def checked_path(name: str) -> tuple[str, ...]:
    """Split the name of a field; raise BotError where a fact has no such field, or it is not to be changed."""
    path = tuple(name.split("."))
    if path[0] == LASTING:
        raise BotError("an id stays for ever; a fact that changes gets a successor: python -m bot supersede")
    if path[0] == CLAIMS:
        fits = len(path) == 3 and path[1].isdecimal() and int(path[1]) > 0
        known: Sequence[str] = [one.name for one in CLAIM.fields]
        usage = "name one claim and its field, such as claims.1.answer"
    elif path[0] == TRANSLATIONS:
        fits, known = len(path) == 3, [one.name for one in TRANSLATION.fields]
        usage = "name a language and a field, such as translations.ru.answer"
    else:
        fits, known, usage = len(path) == 1, FIELDS, f"fields are {', '.join(FIELDS)}"
    if not fits or path[-1] not in known:
        near = get_close_matches(path[-1], known, n=1) if fits else []
        raise BotError(f"a fact has no field {quoted(name)}; " + (f"did you mean '{near[0]}'?" if near else usage))
    return path


def held_values(content: bytes, fact: str, name: str) -> list[str]:
    """Return the texts that a field of a fact holds in its file; none where the field is missing."""
    document = read_document(content)
    value = document.value_at((*_found(document, fact), *_steps(checked_path(name))))
    if value is None or isinstance(value, Mapping):
        return []
    return [value] if isinstance(value, str) else [str(each) for each in value]


def edited(content: bytes, change: EditFact) -> bytes:
    """Return a topic file with the new values; the same bytes where all of them are there already."""
    for name, value in change.fields.items():
        path = checked_path(name)
        document = read_document(content)
        fact = _found(document, change.fact)
        holder, last = (*fact, *_steps(path[:-1])), path[-1]
        held = document.value_at((*holder, last))
        if held == _plain(value):
            continue
        if value is None:
            content = document.without_field(holder, last)
        elif held is not None:
            content = document.with_value((*holder, last), value)
        elif document.node(holder) is None:
            content = _with_holder(document, fact, path, value)
        else:
            content = document.with_fields(holder, {last: value}, _before(path))
    return content


def _with_holder(document: YamlDocument, fact: Path, path: Sequence[str], value: Value) -> bytes:
    """Add a field in a translation that is not there yet; a claim is never made by the way."""
    if path[0] != TRANSLATIONS:
        raise BotError(f"the fact has no {'.'.join(path[:-1])}")
    if document.node([*fact, TRANSLATIONS]) is None:
        return document.with_fields(fact, {TRANSLATIONS: {path[1]: {path[2]: value}}})
    return document.with_fields([*fact, TRANSLATIONS], {path[1]: {path[2]: value}})


def successor_of(fact: Fact, content: bytes, fields: Mapping[str, Value]) -> dict[str, Value]:
    """Return the fields of a fact that takes the place of another: those given, and how that one is asked for."""
    document = read_document(content)
    found = _found(document, fact.id)
    taken = {name: value for name in TAKEN_OVER if (value := document.value_at((*found, name))) is not None}
    translations = document.value_at((*found, TRANSLATIONS))
    if isinstance(translations, Mapping):
        asked = {language: _asked(each) for language, each in translations.items()}
        taken[TRANSLATIONS] = {language: each for language, each in asked.items() if each}
    joined = {**{name: value for name, value in taken.items() if value}, **fields}
    return {name: joined[name] for name in FIELDS if name in joined}


def _asked(translation: Value) -> Mapping[str, Value]:
    """Return a translation without its answer, which is that of the earlier fact."""
    return {k: v for k, v in translation.items() if k != "answer"} if isinstance(translation, Mapping) else {}


def file_of(fact: str, base: FactBase) -> str:
    """Return the path of the file in which a fact stands; raise BotError if the base does not hold it."""
    held = base.by_id.get(fact)
    if held is None:
        near = get_close_matches(fact, base.by_id, n=1)
        mend = f"did you mean '{near[0]}'?" if near else "name a fact of the base"
        raise BotError(f"no fact has the id {quoted(fact)}; {mend}")
    return held.place.path


def _found(document: YamlDocument, fact: str) -> tuple[str | int, ...]:
    number = document.number_of(["facts"], LASTING, fact)
    if number is None:
        raise BotError(f"'{fact}' does not stand in its file as a field of its own; change it by hand")
    return ("facts", number)


def _steps(path: Iterable[str]) -> list[str | int]:
    """Return the steps to a field; a number stands for a claim, and lists count from 0."""
    return [int(step) - 1 if step.isdecimal() else step for step in path]


def _before(path: Sequence[str]) -> list[str]:
    """Return the fields that stand above a new one."""
    order = {CLAIMS: CLAIM, TRANSLATIONS: TRANSLATION}.get(path[0] if len(path) > 1 else "", FACT)
    names = [one.name for one in order.fields]
    return names[: names.index(path[-1])]


def _plain(value: Value | None) -> Value | None:
    return value if value is None or isinstance(value, (str, Mapping)) else list(value)

"""The edits that a curator can make to a base, and the files that change by each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Final, TypeAlias, assert_never

from bot.curation.editing.fact_edits import EditFact, SupersedeFact, edited, file_of
from bot.curation.editing.yaml_editor import Path, YamlDocument, read_document
from bot.curation.editing.yaml_emitter import Value, item_lines, mapping_lines
from bot.factbase.loading.load import PHRASINGS_FILE
from bot.factbase.model import Fact, FactBase
from bot.matching.text.tokenizer import script_of
from bot.problems import BotError, quoted

SCHEMA_LINE: Final = "# yaml-language-server: $schema=schema.json"


@dataclass(frozen=True, slots=True)
class AddAlias:
    """One more phrasing of a fact."""

    fact: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class AddSpelling:
    """One more spelling of a name."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class AddSynonym:
    """A word that means the same as another, everywhere; it is written beside the fact whose question lacked it."""

    language: str
    word: str
    stands_for: str
    fact: str = ""


@dataclass(frozen=True, slots=True)
class AddFacts:
    """New facts, with their fields as written in a topic file, and the sources that the base lacks.

    If there is no file at `path` yet, it begins with `title` and `language`.
    """

    path: str
    facts: Sequence[Mapping[str, Value]]
    sources: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    title: str = ""
    language: str = "en"
    audience: Sequence[str] = ()
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AddRecords:
    """Facts of several topics at once, with what a whole base has beside them: ways to ask, and synonyms."""

    parts: Sequence[AddFacts]
    phrasings: str = ""  # the path of the file for what follows
    asks: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    synonyms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    others: Mapping[str, Value] = field(default_factory=dict)  # further sections of that file


EditOperation: TypeAlias = AddAlias | AddSpelling | AddSynonym | AddFacts | EditFact | SupersedeFact


def changed_files(files: Mapping[str, bytes], base: FactBase, change: EditOperation | AddRecords) -> dict[str, bytes]:
    """Return the changed files with their new bytes; raise BotError where the edit fits nowhere."""
    match change:
        case AddAlias():
            return _with_alias(files, base, change)
        case AddSpelling():
            return _with_spelling(files, base, change)
        case AddSynonym():
            return _with_synonym(files, base, change)
        case AddFacts():
            return _with_facts(files, change)
        case EditFact():
            return _with_edit(files, base, change)
        case SupersedeFact():
            return _with_successor(files, base, change)
        case AddRecords():
            return _with_records(files, change)
        case _:
            assert_never(change)


def note_of(question: str, change: EditOperation | None) -> str:
    """Return what is noted beside an accepted question, where it does not say by itself what was added for it."""
    match change:
        case AddAlias() if change.text != question:
            return f"as phrasing '{change.text}' of '{change.fact}'"
        case AddSpelling():
            return f"as name '{change.text}' of '{change.name}'"
        case AddSynonym():
            return f"as word '{change.word}' of '{change.stands_for}'"
        case _:
            return ""


def _with_alias(files: Mapping[str, bytes], base: FactBase, change: AddAlias) -> dict[str, bytes]:
    path = base.by_id[change.fact].place.path
    document = read_document(files[path])
    number = document.number_of(["facts"], "id", change.fact)
    if number is None:
        raise BotError(f"'{change.fact}' does not stand in '{path}' as a field of its own; add the alias by hand")
    fact: Path = ["facts", number]
    if change.language == (document.text_at(["language"]) or "").lower():
        return {path: _with_listed(document, fact, "aliases", change.text, ["question", "about", "asks"])}
    translations = document.node([*fact, "translations"])
    keys = [str(key.value) for key, _ in translations.value] if translations is not None else []
    language = next((key for key in keys if key.lower() == change.language), None)
    if language is not None:
        holder = [*fact, "translations", language]
        return {path: _with_listed(document, holder, "aliases", change.text, ["question"])}
    added: Mapping[str, Value] = {change.language: {"aliases": [change.text]}}
    if translations is not None:
        return {path: document.with_fields([*fact, "translations"], added)}
    return {path: document.with_fields(fact, {"translations": added})}


def _with_listed(document: YamlDocument, holder: Path, name: str, text: str, after: Sequence[str]) -> bytes:
    if document.node([*holder, name]) is not None:
        return document.with_items([*holder, name], [text])
    return document.with_fields(holder, {name: [text]}, after)


def _with_spelling(files: Mapping[str, bytes], base: FactBase, change: AddSpelling) -> dict[str, bytes]:
    path = base.names[change.name].place.path
    return {path: read_document(files[path]).with_items(["names", change.name], [change.text])}


def _with_synonym(files: Mapping[str, bytes], base: FactBase, change: AddSynonym) -> dict[str, bytes]:
    fact = base.by_id.get(change.fact)
    topic = fact.place.path if fact is not None else min(topic.path for topic in base.topics)
    path = str(PurePosixPath(topic).with_name(PHRASINGS_FILE))
    words: Mapping[str, Value] = {change.word: change.stands_for}
    above = [str(folder / PHRASINGS_FILE) for folder in PurePosixPath(topic).parents]
    path = next((held for held in above if held in files), path)
    if path not in files:
        return {path: _text(mapping_lines({"synonyms": {change.language: words}}))}
    document = read_document(files[path])
    if document.root is None:
        return {path: files[path] + _text(mapping_lines({"synonyms": {change.language: words}}))}
    synonyms = document.node(["synonyms"])
    if synonyms is None:
        return {path: document.with_fields([], {"synonyms": {change.language: words}})}
    keys = [str(key.value) for key, _ in synonyms.value]
    language = next((key for key in keys if key.lower() == change.language), None)
    if language is None:
        return {path: document.with_fields(["synonyms"], {change.language: words})}
    return {path: document.with_fields(["synonyms", language], words)}


def _with_facts(files: Mapping[str, bytes], change: AddFacts) -> dict[str, bytes]:
    if change.path not in files:
        return {change.path: new_topic(change)}
    content = files[change.path]
    document = read_document(content)
    if change.sources:
        has_sources = document.node(["sources"]) is not None
        content = (
            document.with_fields(["sources"], change.sources)
            if has_sources
            else document.with_fields([], {"sources": change.sources}, ["topic", "title", "language", "names"])
        )
        document = read_document(content)
    for name, spellings in change.names.items():
        content = _with_name(document, name, spellings)
        document = read_document(content)
    return {change.path: document.with_items(["facts"], change.facts) if change.facts else content}


def _with_name(document: YamlDocument, name: str, spellings: Sequence[str]) -> bytes:
    if document.node(["names"]) is None:
        return document.with_fields([], {"names": {name: spellings}}, ["topic", "title", "language", "audience"])
    return _with_leaf(document.content, ["names", name], list(spellings))


def _with_records(files: Mapping[str, bytes], change: AddRecords) -> dict[str, bytes]:
    changed: dict[str, bytes] = {}
    for part in change.parts:
        if part.facts or part.sources or part.names or part.path not in files:
            changed |= _with_facts(files, part)
    held: dict[str, Value] = dict(change.others)
    if change.asks:
        held["asks"] = change.asks
    if change.synonyms:
        held["synonyms"] = change.synonyms
    if held:
        content = files.get(change.phrasings, b"")
        for path, value in _leaves(held):
            content = _with_leaf(content, path, value)
        if content != files.get(change.phrasings):
            changed[change.phrasings] = content
    return changed


def _leaves(value: Mapping[str, Value], path: Path = ()) -> Iterator[tuple[Path, str | Sequence[Value]]]:
    for name, each in value.items():
        if isinstance(each, Mapping):
            yield from _leaves(each, (*path, name))
        else:
            yield (*path, name), each


def _with_leaf(content: bytes, path: Path, value: str | Sequence[Value]) -> bytes:
    """Add a text or a list below its headings, or to the list that is there what it lacks."""
    document = read_document(content)
    if document.root is None:
        return content + _text(mapping_lines(_nested(path, value)))
    held = document.node(path)
    if held is None:
        depth = next(depth for depth in range(len(path) - 1, -1, -1) if document.node(path[:depth]) is not None)
        return document.with_fields(path[:depth], _nested(path[depth:], value))
    if isinstance(value, str):
        return content
    texts = {str(item.value) for item in held.value}
    lacking = [each for each in value if each not in texts]
    return document.with_items(path, lacking) if lacking else content


def _nested(path: Path, value: Value) -> dict[str, Value]:
    for name in reversed(path):
        value = {str(name): value}
    return dict(value) if isinstance(value, Mapping) else {}


def _with_edit(files: Mapping[str, bytes], base: FactBase, change: EditFact) -> dict[str, bytes]:
    path = file_of(change.fact, base)
    new = {key: source for key, source in change.sources.items() if key not in base.sources}
    content = _with_facts(files, AddFacts(path, [], new))[path] if new else files[path]
    content = edited(content, change)
    return {path: content} if content != files[path] else {}


def _with_successor(files: Mapping[str, bytes], base: FactBase, change: SupersedeFact) -> dict[str, bytes]:
    path, successor = file_of(change.fact, base), str(change.successor["id"])
    content = files[path]
    if successor not in base.by_id:
        new = {key: source for key, source in change.sources.items() if key not in base.sources}
        content = _with_facts(files, AddFacts(path, [change.successor], new))[path]
    content = edited(content, EditFact(change.fact, {"superseded_by": successor}))
    return {path: content} if content != files[path] else {}


def new_topic(change: AddFacts) -> bytes:
    """Write a topic file that does not exist yet."""
    head: dict[str, Value] = {
        "topic": PurePosixPath(change.path).stem,
        "title": change.title or PurePosixPath(change.path).stem,
        "language": change.language,
    }
    if change.audience:
        head["audience"] = list(change.audience)
    if change.names:
        head["names"] = change.names
    lines = [SCHEMA_LINE, *mapping_lines(head)]
    if change.sources:
        lines += ["", *mapping_lines({"sources": change.sources})]
    facts = ["  " + line for fact in change.facts for line in item_lines(fact)]
    return _text([*lines, "", "facts:" if facts else "facts: []", *facts])


def _text(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


_OF_SCRIPT: Final = {"cyrillic": "ru", "devanagari": "hi", "latin": "en"}


def current_fact(name: str, base: FactBase) -> Fact:
    """Find a fact by its id; raise BotError unless it is there and current, for only those bring phrasings."""
    fact = base.by_id.get(name)
    if fact is None:
        near = get_close_matches(name, base.by_id, n=1)
        mend = f"did you mean '{near[0]}'?" if near else "name a fact of the base"
        raise BotError(f"no fact has the id {quoted(name)}; {mend}")
    if not fact.is_current:
        current = base.current(fact)
        mend = f"name '{current.id}'" if current.is_current else "name one that is"
        raise BotError(f"'{name}' is not current, so that nothing is asked of it; {mend}")
    return fact


def language_seen(text: str, usual: str, held: Set[str]) -> str:
    """Return the language of a text in a script that the main language does not use, if the base has that language."""
    scripts = [script_of(word) for word in text.lower().split() if any(map(str.isalpha, word))]
    if not scripts:
        return usual
    script = max(scripts, key=scripts.count)
    seen = _OF_SCRIPT.get(script, usual)
    usual_script = next((name for name, language in _OF_SCRIPT.items() if language == usual), "latin")
    return seen if script != usual_script and seen in held else usual

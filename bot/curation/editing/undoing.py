"""Takes what was accepted out of the files again: a phrasing, spelling, word or fact, and its accepted question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ruamel.yaml.nodes import CollectionNode

from bot import factbase
from bot.curation.editing.fact_edits import EditFact, SupersedeFact
from bot.curation.editing.operations import AddAlias, AddFacts, AddSpelling, AddSynonym, EditOperation
from bot.curation.editing.pending_changes import Operation, Workspace, is_in
from bot.curation.editing.yaml_editor import Path, YamlDocument, read_document
from bot.factbase.loading.load import PHRASINGS_FILE
from bot.factbase.model import Fact, FactBase
from bot.problems import BotError, FactsError, quoted

_NOTE: Final = re.compile(r"as (?P<kind>phrasing|name|word) '(?P<text>.*)' of '(?P<of>.*)'")


def find_accepted(question: str, workspace: Workspace) -> Operation | None:
    """Return what a question was accepted as, if the files hold it."""
    for content in workspace.accepted.values():
        document = read_document(content)
        number = document.number_of([], "ask", question)
        if number is None:
            continue
        name = document.text_at([number, "want"]) or ""
        fact = workspace.base.by_id.get(name)
        return Operation(_noted(document.text_at([number, "note"]), question, fact, workspace.base), question, name)
    return None


def find_fact(question: str, base: FactBase) -> Operation | None:
    """Return what a proposal was accepted as: the fact that has its question."""
    fact = next((fact for fact in base.facts if fact.question.text == question), None)
    if fact is None:
        return None
    sources = {citation.source: {"title": base.sources[citation.source].title} for citation in fact.citations}
    return Operation(AddFacts(fact.topic, [{"id": fact.id, "question": question}], sources))


def undone(workspace: Workspace, operation: Operation) -> Workspace:
    """Return the files without what was accepted; raise BotError where the base would no longer load."""
    files = dict(workspace.files)
    change = operation.change
    if isinstance(change, EditFact | SupersedeFact):
        raise BotError("an edit of a fact is not undone by itself; edit it back with python -m bot edit")
    if change is not None and is_in(change, workspace.base):
        match change:
            case AddAlias():
                _take_alias(files, workspace.base, change)
            case AddSpelling():
                path = workspace.base.names[change.name].place.path
                files[path] = _without(files[path], ["names", change.name], change.text)
            case AddSynonym():
                _take_synonym(files, change)
            case AddFacts():
                _take_facts(files, workspace.base, change)
    base, problems = factbase.load(files.items())
    if base is None:
        raise FactsError(problems)
    accepted = {path: _without_question(content, operation) for path, content in workspace.accepted.items()}
    return Workspace(files, base, accepted)


def _noted(note: str | None, question: str, fact: Fact | None, base: FactBase) -> EditOperation | None:
    found = _NOTE.fullmatch(note or "")
    if found is not None and found["kind"] == "name":
        return AddSpelling(found["of"], found["text"])
    if found is not None and found["kind"] == "word":
        words = base.phrasings.synonyms
        language = next((name for name in words if words[name].get(found["text"]) == found["of"]), "")
        return AddSynonym(language, found["text"], found["of"])
    text = found["text"] if found is not None else question
    phrases = () if fact is None else (*fact.aliases, *(a for each in fact.translations for a in each.aliases))
    phrase = next((phrase for phrase in phrases if phrase.text == text), None)
    return None if fact is None or phrase is None else AddAlias(fact.id, text, phrase.language)


def _take_alias(files: dict[str, bytes], base: FactBase, change: AddAlias) -> None:
    path = base.by_id[change.fact].place.path
    document = read_document(files[path])
    number = document.number_of(["facts"], "id", change.fact)
    fact: Path = ["facts", number if number is not None else 0]
    translations = document.node([*fact, "translations"])
    keys = [str(key.value) for key, _ in translations.value] if translations is not None else []
    for holder in ([*fact], *([*fact, "translations", key] for key in keys)):
        if change.text in _texts(document, [*holder, "aliases"]):
            files[path] = _without(files[path], [*holder, "aliases"], change.text)
            return
    raise BotError(f"{quoted(change.text)} is no alias of '{change.fact}' any more; see {path}")


def _take_synonym(files: dict[str, bytes], change: AddSynonym) -> None:
    for path in files:
        if path.rsplit("/", 1)[-1] != PHRASINGS_FILE:
            continue
        synonyms = read_document(files[path]).node(["synonyms"])
        for key, _ in synonyms.value if synonyms is not None else ():
            if read_document(files[path]).text_at(["synonyms", key.value, change.word]) == change.stands_for:
                files[path] = _without_field(files[path], ["synonyms", str(key.value)], change.word)
                return


def _take_facts(files: dict[str, bytes], base: FactBase, change: AddFacts) -> None:
    for asked in change.facts:
        fact = next(
            (each for each in base.facts if each.id == asked["id"] or each.question.text == asked["question"]), None
        )
        if fact is None:
            continue
        path = fact.place.path
        document = read_document(files[path])
        number = document.number_of(["facts"], "id", fact.id)
        if number is not None:
            files[path] = document.without_item(["facts"], number)
    left = factbase.load(files.items())[0]
    cited = {citation.source for fact in left.facts for citation in fact.citations} if left is not None else set()
    for key in change.sources:
        source = base.sources.get(key)
        if source is not None and left is not None and key not in cited:
            files[source.place.path] = _without_field(files[source.place.path], ["sources"], key)


def _without(content: bytes, path: Path, text: str) -> bytes:
    """Take a text out of a list; the last one takes the list with it, and what then holds nothing."""
    document = read_document(content)
    texts = _texts(document, path)
    if len(texts) > 1 or path[0] == "names":
        return document.without_item(path, texts.index(text))
    return _without_field(content, path[:-1], str(path[-1]))


def _without_field(content: bytes, holder: Path, name: str) -> bytes:
    document = read_document(content)
    node = document.node(holder)
    is_last = isinstance(node, CollectionNode) and len(node.value) == 1
    if is_last and holder:
        return _without_field(content, holder[:-1], str(holder[-1]))
    return document.without_field(holder, name)


def _without_question(content: bytes, operation: Operation) -> bytes:
    document = read_document(content)
    number = document.number_of([], "ask", operation.question) if operation.question else None
    if number is None or document.text_at([number, "want"]) != operation.fact:
        return content
    return document.without_item([], number)


def _texts(document: YamlDocument, path: Path) -> Sequence[str]:
    node = document.node(path)
    return [str(item.value) for item in node.value] if node is not None else []

"""Writes accepted changes as JSON for the store, reads them back, and applies them to the files of a base."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Final, assert_never

from bot import factbase
from bot.curation.editing.fact_edits import EditFact, SupersedeFact
from bot.curation.editing.operations import (
    AddAlias,
    AddFacts,
    AddSpelling,
    AddSynonym,
    EditOperation,
    changed_files,
    note_of,
)
from bot.curation.editing.regression_check import ChangePlan, ExpectedAnswer, add_to_accepted
from bot.engine.evaluation import read_questions
from bot.factbase.model import FactBase
from bot.problems import BotError, FactsError, quoted

SORTS: Final[Mapping[str, type[EditOperation]]] = {
    "alias": AddAlias,
    "name": AddSpelling,
    "synonym": AddSynonym,
    "facts": AddFacts,
    "edit": EditFact,
    "supersede": SupersedeFact,
}


@dataclass(frozen=True, slots=True)
class Operation:
    """An accepted edit, and the question that it brings to a fact; a new fact may come without a question.

    Without an edit, the question is only added to the file of accepted questions. The `path` of AddFacts holds the
    name of the topic here.
    """

    change: EditOperation | None
    question: str = ""
    fact: str = ""

    @property
    def asks(self) -> str:
        """Return the question that the change is about, or the fact that is changed."""
        if isinstance(self.change, AddFacts):
            return "; ".join(str(fact["question"]) for fact in self.change.facts)
        if isinstance(self.change, EditFact | SupersedeFact):
            return self.change.fact
        return self.question


@dataclass(frozen=True, slots=True)
class Workspace:
    """What an edit is applied to: the files of a base, the base itself, and the files of accepted questions."""

    files: Mapping[str, bytes]
    base: FactBase
    accepted: Mapping[str, bytes]

    def has(self, operation: Operation) -> bool:
        """Return whether the workspace contains the result of a change."""
        if isinstance(operation.change, EditFact | SupersedeFact):
            is_held = operation.change.fact in self.base.by_id
            return is_held and not changed_files(self.files, self.base, operation.change)
        if operation.change is not None:
            return is_in(operation.change, self.base)
        asked = (read_questions(path, content, self.base)[0] for path, content in self.accepted.items())
        return any(question.ask == operation.question for questions in asked for question in questions)

    def plan_to(self, other: Workspace) -> ChangePlan:
        """Return the plan that leads from this workspace to another."""
        before, after = {**self.files, **self.accepted}, {**other.files, **other.accepted}
        changed = {path: content for path, content in after.items() if before.get(path) != content}
        return ChangePlan({path: before[path] for path in changed if path in before}, changed)


def operation_of(change: EditOperation | None, base: FactBase, question: str = "", fact: str = "") -> Operation:
    """Return what is kept of a change."""
    if isinstance(change, AddFacts):
        change = replace(change, path=next(topic.name for topic in base.topics if topic.path == change.path))
    return Operation(change, question, fact)


def as_text(operation: Operation) -> str:
    """Write it as JSON."""
    sort = next((sort for sort, kind in SORTS.items() if isinstance(operation.change, kind)), None)
    change = None if operation.change is None else asdict(operation.change)
    return json.dumps({"sort": sort, "change": change, "question": operation.question, "fact": operation.fact})


def read_operation(text: str) -> Operation:
    """Read what `as_text` wrote."""
    held = json.loads(text)
    change = SORTS[held["sort"]](**held["change"]) if held["sort"] is not None else None
    return Operation(change, held["question"], held["fact"])


def is_in(change: AddAlias | AddSpelling | AddSynonym | AddFacts, base: FactBase) -> bool:
    """Return whether a base contains the result of an edit."""
    match change:
        case AddAlias():
            fact = base.by_id.get(change.fact)
            return fact is not None and any(phrase.text == change.text for phrase in base.phrases_of(fact))
        case AddSpelling():
            name = base.names.get(change.name)
            return name is not None and any(phrase.text == change.text for phrase in name.spellings)
        case AddSynonym():
            return base.phrasings.synonyms.get(change.language, {}).get(change.word) == change.stands_for
        case AddFacts():
            asked = {fact.question.text for fact in base.facts}
            return all(fact["id"] in base.by_id or fact["question"] in asked for fact in change.facts)
        case _:
            assert_never(change)


def apply(ground: Workspace, operation: Operation, accepted_beside: Callable[[str], str]) -> Workspace:
    """Apply an accepted change; `accepted_beside` returns the file of accepted questions for a file of facts.

    Raise BotError where the change no longer fits.
    """
    change = operation.change
    if isinstance(change, AddFacts):
        path = next((topic.path for topic in ground.base.topics if topic.name == change.path), None)
        if path is None:
            raise BotError(f"there is no topic {quoted(change.path)} any more")
        change = replace(change, path=path)
    if isinstance(change, AddSpelling) and change.name not in ground.base.names:
        raise BotError(f"there is no name {quoted(change.name)} any more")
    if operation.fact and operation.fact not in ground.base.by_id:
        raise BotError(f"there is no fact '{operation.fact}' any more")
    files = {**ground.files, **(changed_files(ground.files, ground.base, change) if change is not None else {})}
    base, problems = factbase.load(files.items())
    if base is None:
        raise FactsError(problems)
    accepted = dict(ground.accepted)
    if operation.fact:
        path = accepted_beside(base.by_id[operation.fact].place.path)
        note = note_of(operation.question, operation.change)
        asked = ExpectedAnswer(operation.question, operation.fact, path, note)
        accepted |= add_to_accepted(asked, accepted.get(path), base)
    return Workspace(files, base, accepted)

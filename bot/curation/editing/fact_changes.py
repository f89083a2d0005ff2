"""Turns what a curator wants of a fact into the edit of its file: new values, a successor, or its withdrawal."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Final

from bot.curation.editing.fact_edits import LASTING, LISTS, EditFact, SupersedeFact, checked_path, file_of, held_values
from bot.curation.editing.fact_edits import successor_of as fields_of_successor
from bot.curation.editing.yaml_emitter import Value
from bot.curation.exchange.importer import Importing, id_for
from bot.curation.exchange.proposals import Proposed, row_of
from bot.factbase.model import Fact, FactBase
from bot.problems import BotError, quoted

if TYPE_CHECKING:
    from bot.curation.editing.pending_changes import Workspace

SOURCES: Final = "sources"
_YEAR_AT_END: Final = re.compile(r"-(19|20)\d\d$")
MOST_ID: Final = 48


class FactAction(StrEnum):
    """What is done to a fact."""

    EDIT = "edit"
    SUPERSEDE = "supersede"
    WITHDRAW = "withdraw"


class ListEdit(StrEnum):
    """What becomes of the items that a list has already."""

    REPLACE = "replace"
    ADD = "add"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class FactRequest:
    """What a curator wants of a fact; `fields` hold texts, one for each item of a list.

    Each of `sources` is a key of the base with its place, or title, publisher, date and address of a new one. `by`
    names a successor that is there already, `why` says why a fact is withdrawn.
    """

    action: FactAction
    fact: str
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    lists: ListEdit = ListEdit.REPLACE
    sources: Sequence[str] = ()
    by: str = ""
    why: str = ""

    @property
    def name(self) -> str:
        """Return the name under which the change is kept until it is live, such as “edit kazind-2018-place answer”."""
        fields = [*self.fields, *([SOURCES] if self.sources else [])] if self.action is FactAction.EDIT else []
        name = " ".join(dict.fromkeys((self.action.value, self.fact, *fields)))
        if self.lists is ListEdit.REPLACE:
            return name
        return " ".join([name, self.lists.value, *chain.from_iterable(self.fields.values())])


def change_of(request: FactRequest, workspace: Workspace, today: dt.date) -> EditFact | SupersedeFact:
    """Return the edit that a request asks for; raise BotError where it cannot be meant."""
    base = workspace.base
    content = workspace.files[file_of(request.fact, base)]
    if request.action is FactAction.EDIT:
        return _edit(request, base, content, today)
    fact = base.by_id[request.fact]
    if fact.withdrawn is not None:
        raise BotError(f"'{fact.id}' was withdrawn on {fact.withdrawn}; undo that with python -m bot edit")
    if request.action is FactAction.WITHDRAW:
        why = " ".join(request.why.split())
        if not why:
            raise BotError('say why it is withdrawn: --why "…"')
        return EditFact(fact.id, {"withdrawn": today.isoformat(), "withdrawn_because": why})
    return _supersede(request, fact, base, content, today)


def _edit(request: FactRequest, base: FactBase, content: bytes, today: dt.date) -> EditFact:
    fields: dict[str, Value | None] = {}
    for name, texts in request.fields.items():
        fields[name] = _value(name, texts, request, content)
    sources: Mapping[str, Mapping[str, Value]] = {}
    if request.sources:
        cited, sources = _cited(request.sources, base, today)
        fields[SOURCES] = cited[SOURCES]
    if not fields:
        raise BotError('nothing is to be changed; name a field and its new value, such as: answer "In Otar."')
    return EditFact(request.fact, fields, sources)


def _value(name: str, texts: Sequence[str], request: FactRequest, content: bytes) -> Value | None:
    is_list = checked_path(name)[-1] in LISTS
    given = [" ".join(text.split()) for text in texts]
    if not all(given):
        raise BotError(f"the new value of '{name}' is empty; take the field out with --remove")
    if request.lists is ListEdit.REMOVE:
        if given and not is_list:
            raise BotError(f"'{name}' is no list; take it out with --remove alone")
        held = held_values(content, request.fact, name)
        missing = [text for text in given if text not in held]
        if missing or not held:
            raise BotError(f"'{name}' does not hold {quoted(missing[0])}" if missing else f"there is no '{name}'")
        left: list[Value] = [text for text in held if text not in given] if given else []
        return left or None
    if not given:
        raise BotError(f"what is the new value of '{name}'? write it behind the field")
    if is_list:
        held = held_values(content, request.fact, name) if request.lists is ListEdit.ADD else []
        return [*dict.fromkeys((*held, *given))]
    if request.lists is ListEdit.ADD:
        raise BotError(f"'{name}' is no list, so that nothing can be added to it; leave --add out")
    if len(given) > 1:
        raise BotError(f"'{name}' has one value; put it in quotation marks")
    return given[0]


def _supersede(
    request: FactRequest, fact: Fact, base: FactBase, content: bytes, today: dt.date
) -> EditFact | SupersedeFact:
    if fact.superseded_by is not None:
        raise BotError(f"'{fact.id}' is superseded already, by '{fact.superseded_by}'; name that one")
    if request.by:
        file_of(request.by, base)
        if request.by == fact.id:
            raise BotError(f"'{fact.id}' cannot supersede itself")
        return EditFact(fact.id, {"superseded_by": request.by})
    if not request.fields.get("answer") or not request.sources:
        raise BotError(
            'a successor needs its answer and its source: --answer "…" --source "…"; '
            "one that the base holds already is named with --by"
        )
    fields, sources = _cited(request.sources, base, today)
    for name, texts in request.fields.items():
        value = _value(name, texts, request, content) if name != LASTING else " ".join(texts)
        if value is not None:
            fields[name] = value
    fields.setdefault(LASTING, _successor_id(fact, str(fields["as_of"]), base))
    if fields[LASTING] in base.by_id:
        raise BotError(f"the id {quoted(str(fields[LASTING]))} is taken; choose another, or name that fact with --by")
    return SupersedeFact(fact.id, fields_of_successor(fact, content, fields), sources)


def _cited(
    given: Sequence[str], base: FactBase, today: dt.date
) -> tuple[dict[str, Value], dict[str, Mapping[str, Value]]]:
    """Return the fields `sources` and `as_of` for sources as people write them, and the sources that the base lacks."""
    importing = Importing(base)
    importing.take([row_of(Proposed(f"{number}", "-", text), base, today) for number, text in enumerate(given)])
    if importing.bad:
        bad = quoted(given[importing.bad[0].number - 1] if len(given) == 1 else ", ".join(given))
        raise BotError(
            f"the source {bad} is no key of the base, and is not whole; "
            "write its title, publisher, date and address, separated by commas"
        )
    cited = [each for fact in importing.facts for each in fact[SOURCES]]
    return {SOURCES: cited, "as_of": max(str(fact["as_of"]) for fact in importing.facts)}, importing.sources


def _successor_id(fact: Fact, as_of: str, base: FactBase) -> str:
    """Return the id of the fact with the year of the new one; where that is taken, with a number."""
    stem = _YEAR_AT_END.sub("", fact.id)
    wanted = f"{stem}-{as_of[:4]}"
    return (
        wanted if wanted not in base.by_id and len(wanted) <= MOST_ID else id_for(fact.question.text, set(base.by_id))
    )

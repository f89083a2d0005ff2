"""Compares what a fact said with what it says now, as the store keeps it: has the substance changed, or only wording?

Corrections and /changes use this; `bot/factbase/fact_diff.py` has the comparisons that need no words of a language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Protocol

from bot.factbase.stated import Stated, as_stated
from bot.matching.text.lexicon import NEGATIONS
from bot.matching.text.tokenizer import fold, tokenise

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_NEGATIONS: Final = NEGATIONS | {"no", "without", "без"}
# Words that may begin an answer, with a capital letter, without being names.
_OPENERS: Final = frozenset({
    "a", "about", "after", "all", "an", "and", "around", "at", "before", "between", "both", "by", "during",
    "each", "every", "for", "from", "he", "her", "his", "in", "it", "its", "near", "no", "on", "one", "over",
    "she", "since", "some", "that", "the", "their", "there", "these", "they", "this", "those", "to", "two",
    "under", "until", "up", "with", "within", "yes", "в", "во", "все", "до", "за", "из", "им", "их", "к",
    "как", "на", "не", "о", "об", "около", "он", "она", "они", "оно", "от", "по", "под", "после", "при", "с",
    "со", "среди", "у", "через", "это",
})  # fmt: skip


def is_substantive(before: Stated | None, after: Stated | None) -> bool:
    """Return whether numbers, names, dates, negations or the validity differ; None is a fact that is not there.

    An edit that adds the mark `minor: true` counts as one of wording, whatever its words.
    """
    if before is None or after is None:
        return before is not after
    if _validity(before) != _validity(after):
        return True
    if after.is_minor and not before.is_minor:
        return False
    texts = [(before.answer, after.answer), (" ".join(before.claims), " ".join(after.claims))]
    texts += [(text, after.answers[language]) for language, text in before.answers.items() if language in after.answers]
    return any(_differ(one, other) for one, other in texts)


def _validity(one: Stated) -> tuple[str | None, ...]:
    return one.status, one.valid_from, one.valid_to, one.superseded_by, one.withdrawn


def _differ(one: str, other: str) -> bool:
    if one == other:
        return False
    counted, counted_other = Counter(_numbers_and_negations(one)), Counter(_numbers_and_negations(other))
    return counted != counted_other or bool(_new_names(one, other))


def _numbers_and_negations(text: str) -> Iterator[str]:
    """Yield the numbers, in digits or words, and the negations of a text."""
    for token in tokenise(text):
        if any(char.isdigit() for char in token) or token in _NEGATIONS:
            yield token.rstrip("#")


def _new_names(one: str, other: str) -> set[str]:
    """Return the names that only one of the texts has: words with a capital letter, or of a script without capitals."""
    words = {fold(word) for word in _WORD.findall(one)} ^ {fold(word) for word in _WORD.findall(other)}
    return words & ({fold(word) for text in (one, other) for word in _names(text)})


def _names(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        word, before = match.group(), text[: match.start()].rstrip("\"'“‘«( ")
        opens = not before or before[-1] in ".!?…:/"
        has_case = word.lower() != word.upper()
        if not has_case or (word != word.lower() and not (opens and word.lower() in _OPENERS)):
            yield word


class ChangeKind(StrEnum):
    """How a fact has changed."""

    ADDED = "added"
    CORRECTED = "corrected"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class RecordedState(Protocol):
    """What a fact has said since a time, as text; the text is empty for a fact that is gone."""

    @property
    def fact(self) -> str: ...
    @property
    def content(self) -> str: ...
    @property
    def since(self) -> float: ...


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact before and after; None where it was not there, or no longer is."""

    fact: str
    kind: ChangeKind
    since: float
    before: Stated | None
    after: Stated | None


def changes(histories: Iterable[Sequence[RecordedState]], since: float, seen: Container[str]) -> list[FactChange]:
    """List the facts whose substance has changed since a time, newest first; all changes of a fact count as one.

    `seen` holds the ids of the facts that the reader may see.
    """
    return sorted(_changes(histories, since, seen), key=lambda change: (-change.since, change.fact))


def _changes(histories: Iterable[Sequence[RecordedState]], since: float, seen: Container[str]) -> Iterator[FactChange]:
    for states in histories:
        newest = states[-1]
        before = as_seen(read(next((one for one in reversed(states) if one.since < since), None)), seen)
        after = as_seen(read(newest), seen)
        kind = kind_of(before, after)
        if newest.since >= since and kind is not None:
            yield FactChange(newest.fact, kind, newest.since, before, after)


def read(state: RecordedState | None) -> Stated | None:
    """Return what a fact said in a state; None where it was not there."""
    return as_stated(state.content) if state is not None and state.content else None


def as_seen(stated: Stated | None, seen: Container[str]) -> Stated | None:
    """Leave out the successor of a fact where the reader may not see it: for them the fact still holds."""
    if stated is None or stated.superseded_by is None or stated.superseded_by in seen:
        return stated
    return replace(stated, superseded_by=None)


def kind_of(before: Stated | None, after: Stated | None) -> ChangeKind | None:
    """Return how a fact has changed; None for not at all, or in wording only."""
    if not is_substantive(before, after):
        return None
    if after is None or after.withdrawn is not None:
        return ChangeKind.WITHDRAWN if before is None or before.withdrawn is None else None
    if before is None:
        return ChangeKind.ADDED
    if after.superseded_by is not None and before.superseded_by is None:
        return ChangeKind.SUPERSEDED
    return ChangeKind.CORRECTED

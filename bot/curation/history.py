"""What facts have held, state by state → what changed, and how, in one word each."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from bot.curation.substance import is_other
from bot.factbase.stated import Stated, as_stated


class Kind(StrEnum):
    """How a fact has changed."""

    ADDED = "added"
    CORRECTED = "corrected"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class State(Protocol):
    """What a fact held since a time; no text for a fact that is gone."""

    @property
    def fact(self) -> str: ...
    @property
    def content(self) -> str: ...
    @property
    def since(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Change:
    """A fact before and after; None where it was not there, or no longer is."""

    fact: str
    kind: Kind
    since: float
    before: Stated | None
    after: Stated | None


def changes(histories: Iterable[Sequence[State]], since: float, seen: Container[str]) -> list[Change]:
    """List what has changed since a time in more than wording, the newest first; of a fact all that changed as one.

    `seen` are the facts that whoever asks may see.
    """
    return sorted(_changes(histories, since, seen), key=lambda change: (-change.since, change.fact))


def _changes(histories: Iterable[Sequence[State]], since: float, seen: Container[str]) -> Iterator[Change]:
    for states in histories:
        newest = states[-1]
        before = as_seen(read(next((one for one in reversed(states) if one.since < since), None)), seen)
        after = as_seen(read(newest), seen)
        kind = kind_of(before, after)
        if newest.since >= since and kind is not None:
            yield Change(newest.fact, kind, newest.since, before, after)


def read(state: State | None) -> Stated | None:
    """Read what a fact said in a state; None where it was not there."""
    return as_stated(state.content) if state is not None and state.content else None


def as_seen(stated: Stated | None, seen: Container[str]) -> Stated | None:
    """Leave out what follows a fact where that is out of sight: there the fact holds."""
    if stated is None or stated.superseded_by is None or stated.superseded_by in seen:
        return stated
    return replace(stated, superseded_by=None)


def kind_of(before: Stated | None, after: Stated | None) -> Kind | None:
    """Say how a fact has changed; None for not at all, or in wording only."""
    if not is_other(before, after):
        return None
    if after is None or after.withdrawn is not None:
        return Kind.WITHDRAWN if before is None or before.withdrawn is None else None
    if before is None:
        return Kind.ADDED
    if after.superseded_by is not None and before.superseded_by is None:
        return Kind.SUPERSEDED
    return Kind.CORRECTED

"""Two states of a base → the facts that differ, and how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from bot.factbase.model import Fact, FactBase
from bot.problems import Place


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact before and after; None where it was not there, or no longer is."""

    id: str
    before: Fact | None
    after: Fact | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many facts came, became others, and went or were withdrawn."""

    added: int = 0
    changed: int = 0
    withdrawn: int = 0


def differences(before: FactBase, after: FactBase) -> Iterator[Difference]:
    """Yield the facts that differ in more than where they stand, by id."""
    for name in sorted({*before.by_id, *after.by_id}):
        old, new = before.by_id.get(name), after.by_id.get(name)
        if old is None or new is None or (old != new and _bare(old) != _bare(new)):
            yield Difference(name, old, new)


def counts(before: FactBase, after: FactBase) -> Counts:
    """Count the facts that differ."""
    added = changed = withdrawn = 0
    for one in differences(before, after):
        if one.before is None:
            added += 1
        elif one.after is None or (one.after.withdrawn and not one.before.withdrawn):
            withdrawn += 1
        else:
            changed += 1
    return Counts(added, changed, withdrawn)


def _bare(value: object) -> object:
    """Leave out of a value where it stands."""
    if isinstance(value, Place):
        return None
    if isinstance(value, tuple):
        return tuple(map(_bare, value))
    if is_dataclass(value):
        return tuple(_bare(getattr(value, field.name)) for field in fields(value) if field.name != "places")
    return value

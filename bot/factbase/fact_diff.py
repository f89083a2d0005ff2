"""Compares facts of two bases. How much has to differ for a fact to count as changed is a named strength.

`bot/curation/fact_diff.py` adds the one strength that needs the words of a language: a change of substance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum, auto

from bot.factbase.model import Citation, Fact, FactBase
from bot.problems import Place


class Strength(Enum):
    """What of a fact is compared."""

    FIELDS = auto()  # everything but where it stands in its file: what a reload counts
    SHOWN = auto()  # what a reader is shown, with the sources: what a subscription posts
    ANSWER = auto()  # the answer and its date: whether a question that was voted down is answered otherwise by now


@dataclass(frozen=True, slots=True)
class FactDiff:
    """A fact before and after; None where it was not there, or no longer is."""

    id: str
    before: Fact | None
    after: Fact | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many facts were added, changed, and withdrawn or deleted."""

    added: int = 0
    changed: int = 0
    withdrawn: int = 0


def content(fact: Fact, strength: Strength) -> object:
    """Return the part of a fact that a comparison of this strength looks at.

    Hashes of it are kept in the store: another content for the same fact makes every fact look changed once.
    """
    match strength:
        case Strength.FIELDS:
            return _without_places(fact)
        case Strength.SHOWN:
            return (
                fact.question.text,
                fact.answer,
                [(claim.answer, str(claim.as_of), _cited(claim.citations)) for claim in fact.claims],
                _cited(fact.citations),
                *(str(date) for date in (fact.as_of, fact.valid_from, fact.valid_to)),
                str(fact.status),
                fact.quote,
            )
        case Strength.ANSWER:
            return fact.id, fact.answer, str(fact.as_of)


def differences(before: FactBase, after: FactBase) -> Iterator[FactDiff]:
    """Yield the facts of which any field differs, by id."""
    for name in sorted({*before.by_id, *after.by_id}):
        old, new = before.by_id.get(name), after.by_id.get(name)
        if old is None or new is None or _have_changed(old, new):
            yield FactDiff(name, old, new)


def counts(before: FactBase, after: FactBase) -> Counts:
    """Count the facts of which any field differs."""
    added = changed = withdrawn = 0
    for one in differences(before, after):
        if one.before is None:
            added += 1
        elif one.after is None or (one.after.withdrawn and not one.before.withdrawn):
            withdrawn += 1
        else:
            changed += 1
    return Counts(added, changed, withdrawn)


def shown_digest(fact: Fact) -> str:
    """Hash what a reader is shown of a fact."""
    shown = repr(content(fact, Strength.SHOWN))
    return hashlib.blake2b(shown.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def answers_digest(facts: Iterable[str], base: FactBase) -> str:
    """Hash the answers of the facts with these ids, in this order; those that the base lacks are left out."""
    answers = [content(base.by_id[name], Strength.ANSWER) for name in facts if name in base.by_id]
    return hashlib.sha256(repr(answers).encode()).hexdigest()[:16]


def _have_changed(old: Fact, new: Fact) -> bool:
    return old != new and content(old, Strength.FIELDS) != content(new, Strength.FIELDS)


def _cited(citations: Iterable[Citation]) -> list[tuple[str, str | None]]:
    return [(citation.source, citation.locator) for citation in citations]


def _without_places(value: object) -> object:
    """Return a value, and all values in it, as tuples that lack the places in files."""
    if isinstance(value, Place):
        return None
    if isinstance(value, tuple):
        return tuple(map(_without_places, value))
    if is_dataclass(value):
        named = (field.name for field in fields(value))
        return tuple(_without_places(getattr(value, name)) for name in named if name != "places")
    return value

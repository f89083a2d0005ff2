"""The shapes by which the files of a fact base are defined: texts, dates, lists, records and so on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class TextForm:
    """A pattern that a whole text follows, how people are told of it, and the rule that a breach breaks."""

    pattern: str  # understood alike by Python and ECMA 262
    described: str
    rule: str = "field-value"
    longest: int | None = None

    def fits(self, text: str) -> bool:
        """Return whether the whole text follows the form."""
        within = self.longest is None or len(text) <= self.longest
        return within and re.fullmatch(self.pattern, text) is not None


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is not empty."""

    form: TextForm | None = None


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""


@dataclass(frozen=True, slots=True)
class DateText:
    """YYYY, YYYY-MM or YYYY-MM-DD."""


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of at least `fewest` items."""

    item: Shape
    fewest: int = 1


@dataclass(frozen=True, slots=True)
class MapOf:
    """Values under keys that the curator chooses; `keys` says what a key is, such as 'a source's key'."""

    keys: str
    value: Shape
    key: Text = Text()
    fewest: int = 1


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record: its doc is a sentence for curators, its example a line as it may be written."""

    name: str
    shape: Shape
    doc: str
    example: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Instead:
    """`field` stands for `others`; next to it the `clashing` ones have no place."""

    field: str
    others: tuple[str, ...]
    clashing: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """Named fields; `title` says what the record is, such as 'a fact'.

    Of `any_of` at least one field is there. `together` are all there or none. `instead` names a field that
    stands for others: without it they are required, with it the `clashing` of them must be left out.
    """

    title: str
    fields: tuple[Field, ...]
    any_of: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    instead: Instead | None = None

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """Fields by their name."""
        return {field.name: field for field in self.fields}


Shape: TypeAlias = Text | OneOf | Whole | Flag | DateText | ListOf | MapOf | Record

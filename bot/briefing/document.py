"""The parts of a fact sheet or record, whatever it is written as: sections, items, statements, sources."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.factbase.model import Source


@dataclass(frozen=True, slots=True)
class Reference:
    """The number of a source in the list at the end, and what else is said of it here, such as ¶6."""

    number: int
    rest: str = ""

    def __str__(self) -> str:
        return f"[{self.number}] {self.rest}".rstrip()


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said, as of when, and where it was read."""

    text: str
    when: str = ""
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A question with what is said to it; `marks` must be read with it, `aside` may be."""

    question: str
    statements: tuple[Statement, ...] = ()
    marks: tuple[str, ...] = ()
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Items under a heading."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class NumberedSource:
    """A source of the list at the end: its number and what is written of it after its title."""

    number: int
    source: Source
    rest: str


@dataclass(frozen=True, slots=True)
class BriefingDocument:
    """A fact sheet or record: `kind` says which, `about` what it covers and as of when."""

    kind: str
    title: str
    about: tuple[str, ...]
    sections: tuple[Section, ...]
    sources: tuple[NumberedSource, ...]
    foot: str
    language: str  # of the paper's own words
    made: dt.date

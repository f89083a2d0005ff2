"""Problems in files that people write: where, what is wrong, and how to mend it; and the errors that carry them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How serious a problem is."""

    SCHEMA = "schema"  # the base cannot be trusted to mean what it says: every command stops
    ERROR = "error"  # a lint error: `check`, `make test` and a reload stop, answering goes on
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file; line and column count from 1."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: `what` names the value, `mend` is an imperative."""

    place: Place
    level: Level
    what: str
    mend: str
    rule: str

    def __str__(self) -> str:
        word = "warning" if self.level is Level.WARNING else "error"
        return f"{self.place}: {word}: {self.what}; {self.mend} [{self.rule}]"


def quoted(text: str) -> str:
    """Put a value in quotation marks on one line, shortened where it is long."""
    shown = text if len(text) <= 60 else text[:57] + "…"
    return "'" + "".join(char if char.isprintable() else ascii(char)[1:-1] for char in shown) + "'"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort by place, then by rule and text, so that two runs print the same."""
    return sorted(problems, key=lambda p: (p.place, p.rule, p.what))


class BotError(Exception):
    """A person's mistake that stops a command.

    BotError
     ├── FactsError    a fact base that does not load: its schema problems
     └── ConfigError   config.yaml or the environment: its problems
    """


class ProblemsError(BotError):
    """Carries the problems that stop a command."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class FactsError(ProblemsError):
    """The fact base does not load."""


class ConfigError(ProblemsError):
    """config.yaml or the environment cannot be used."""

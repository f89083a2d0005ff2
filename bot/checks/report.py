"""Writes problems as `check` prints them: lines for people, JSON, or annotations for GitHub."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.problems import Level, Problem


def as_text(problems: Sequence[Problem], facts: int) -> str:
    """Render one problem a line, and the count last."""
    return "\n".join([*map(str, problems), count_line(problems, facts)])


def as_json(problems: Sequence[Problem], facts: int) -> str:
    """Render one object with the list of problems and the counts."""
    errors, warnings = _counts(problems)
    listed = [
        {
            "path": problem.place.path,
            "line": problem.place.line,
            "column": problem.place.column,
            "level": _level(problem),
            "what": problem.what,
            "mend": problem.mend,
            "rule": problem.rule,
        }
        for problem in problems
    ]
    whole = {"problems": listed, "errors": errors, "warnings": warnings, "facts": facts}
    return json.dumps(whole, ensure_ascii=False)


def as_github(problems: Sequence[Problem], facts: int) -> str:
    """Render workflow commands that put each problem on its line of a pull request."""
    lines = []
    for problem in problems:
        place, text = problem.place, _data(f"{problem.what}; {problem.mend}")
        spot = f"file={_property(place.path)},line={place.line},col={place.column}"
        lines.append(f"::{_level(problem)} {spot},title={_property(problem.rule)}::{text}")
    return "\n".join([*lines, count_line(problems, facts)])


FORMATS: Final[Mapping[str, Callable[[Sequence[Problem], int], str]]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}


def count_line(problems: Sequence[Problem], facts: int) -> str:
    """Return the last line: how many errors and warnings there are, and in how many facts."""
    errors, warnings = _counts(problems)
    return f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')} in {_counted(facts, 'fact')}"


def _counts(problems: Sequence[Problem]) -> tuple[int, int]:
    warnings = sum(problem.level is Level.WARNING for problem in problems)
    return len(problems) - warnings, warnings


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _level(problem: Problem) -> str:
    return "warning" if problem.level is Level.WARNING else "error"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

"""`check`: fact files → their problems, as text, JSON or annotations of GitHub."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from bot import factbase
from bot.commands.opening import add_common, add_json, configured, today
from bot.commands.output import counted, remark, result, result_json
from bot.problems import Level, Problem
from bot.reading import read_base_of, read_folders
from bot.replies.as_json import Json

SUMMARY: Final = "find what is wrong with fact files"


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="a folder, which is a base, or a file, a base of its own; usually the facts of config.yaml",
    )
    parser.add_argument("--format", choices=tuple(FORMATS), default="text", help="usually text")
    add_json(parser, "the same as --format json")
    parser.add_argument(
        "--today", type=_day, metavar="DATE", help="the day to check reviews by, as YYYY-MM-DD; usually today"
    )
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0 on no problem or warnings only, with 1 on errors."""
    day = arguments.today or today()
    problems: list[Problem] = []
    facts = 0
    for files in _bases(arguments):
        found, number = _check(files, day)
        problems += found
        facts += number
    FORMATS["json" if arguments.json else arguments.format](problems)
    errors, warnings = _counts(problems)
    remark(f"{counted(errors, 'error')}, {counted(warnings, 'warning')} in {counted(facts, 'fact')}")
    return 1 if errors else 0


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"'{text}' is not a day; write it as YYYY-MM-DD") from None


def _bases(arguments: Namespace) -> list[dict[str, bytes]]:
    """Read each base: the configured one unless paths are given, or both where --facts is given too."""
    bases = [read_base_of(path) for path in arguments.paths]
    if not bases or arguments.facts:
        bases.insert(0, read_folders(configured(arguments).settings.facts))
    return bases


def _check(files: Mapping[str, bytes], day: dt.date) -> tuple[list[Problem], int]:
    base, problems = factbase.load(files.items())
    if base is None:
        return problems, 0
    from bot.checks import check

    return check(base, today=day), len(base.facts)


def _counts(problems: Sequence[Problem]) -> tuple[int, int]:
    warnings = sum(1 for problem in problems if problem.level is Level.WARNING)
    return len(problems) - warnings, warnings


def _level(problem: Problem) -> str:
    return "warning" if problem.level is Level.WARNING else "error"


def _as_text(problems: Sequence[Problem]) -> None:
    for problem in problems:
        result(str(problem))


def _as_json(problems: Sequence[Problem]) -> None:
    errors, warnings = _counts(problems)
    listed: list[Json] = [
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
    result_json({"problems": listed, "errors": errors, "warnings": warnings})


def _as_github(problems: Sequence[Problem]) -> None:
    for problem in problems:
        place = problem.place
        spot = f"file={_property(place.path)},line={place.line},col={place.column}"
        result(
            f"::{_level(problem)} {spot},title={_property(problem.rule)}::"
            f"{_data(f'{problem.what}; {problem.mend}')}"
        )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Final[Mapping[str, Callable[[Sequence[Problem]], None]]] = {
    "text": _as_text,
    "json": _as_json,
    "github": _as_github,
}

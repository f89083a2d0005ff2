"""`check`: fact files → their problems, as text, JSON or annotations of GitHub."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot import factbase
from bot.commands.opening import add_common, add_json, configured, today
from bot.commands.output import remark, result
from bot.commands.pairs import list_confusable
from bot.config import Settings
from bot.problems import Level, Problem
from bot.reading import read_base_of, read_folders

if TYPE_CHECKING:
    from bot.desk import Meanings

SUMMARY: Final = "find what is wrong with fact files"
FORMAT_NAMES: Final = ("text", "json", "github")


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="a folder, which is a base, or a file, a base of its own; usually the facts of config.yaml",
    )
    parser.add_argument("--format", choices=FORMAT_NAMES, default="text", help="usually text")
    add_json(parser, "the same as --format json")
    parser.add_argument(
        "--today", type=_day, metavar="DATE", help="the day to check reviews by, as YYYY-MM-DD; usually today"
    )
    parser.add_argument(
        "--confusable",
        action="store_true",
        help="instead, list facts whose questions a small change turns into each other, and what tells them apart",
    )
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0 on no problem or warnings only, with 1 on errors."""
    from bot.checks.report import FORMATS, count_line
    from bot.desk import meanings_of

    if arguments.confusable:
        return list_confusable(arguments)
    config = configured(arguments)
    day = arguments.today or today()
    problems: list[Problem] = []
    facts = 0
    meanings = meanings_of(config, remark)
    for files in _bases(arguments, config.settings):
        found, number = _check(files, config.settings, day, meanings)
        problems += found
        facts += number
    chosen = "json" if arguments.json else arguments.format
    for line in FORMATS[chosen](problems, facts).splitlines():
        if line != count_line(problems, facts):
            result(line)
    remark(count_line(problems, facts))
    return 1 if any(problem.level is not Level.WARNING for problem in problems) else 0


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"'{text}' is not a day; write it as YYYY-MM-DD") from None


def _bases(arguments: Namespace, settings: Settings) -> list[dict[str, bytes]]:
    """Read each base: the configured one unless paths are given, or both where --facts is given too."""
    bases = [read_base_of(path) for path in arguments.paths]
    if not bases or arguments.facts:
        bases.insert(0, read_folders(settings.facts))
    return bases


def _check(
    files: Mapping[str, bytes], settings: Settings, day: dt.date, meanings: Meanings | None
) -> tuple[list[Problem], int]:
    base, problems = factbase.load(files.items())
    if base is None:
        return problems, 0
    from bot.checks import check
    from bot.desk import matcher_of

    matcher = matcher_of(base, settings, meanings)
    return check(base, today=day, asks=matcher, fold=matcher.fold), len(base.facts)

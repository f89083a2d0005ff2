"""`check`: reports what is wrong with fact files, or which facts are easily taken for each other."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.commands.opening import add_common, add_json, configured, today
from bot.commands.output import counted, remark, result, result_json
from bot.config import Settings
from bot.engine.files import read_base_of, read_folders
from bot.problems import Level, Problem
from bot.progress import shown

if TYPE_CHECKING:
    pass


MOST: Final = 50
SEED: Final = 1


def list_confusable(arguments: Namespace) -> int:
    """Exit with 0: that facts are close is no error."""
    from bot.curation.robustness.confusion import confusable
    from bot.curation.robustness.report import set_traps
    from bot.engine.engine import builder_of
    from bot.replies import settle

    config = configured(arguments)
    files = {path: text for given in arguments.paths for path, text in read_base_of(given).items()}
    matcher = builder_of(config, remark).load(files or read_folders(config.settings.facts)).matcher
    base = matcher.base
    with shown("asking variants", remark) as progress:
        report = set_traps(base, lambda text: settle(matcher.decide(text), base), SEED, None, progress)
    pairs = list(confusable(report, base, MOST))
    if arguments.json or arguments.format == "json":
        result_json(
            [
                {
                    "fact": pair.fact,
                    "place": str(base.by_id[pair.fact].place),
                    "other": pair.other,
                    "other_place": str(base.by_id[pair.other].place),
                    "margin": round(pair.margin, 4),
                    "question": pair.text,
                    "only_fact": list(pair.only_fact),
                    "only_other": list(pair.only_other),
                }
                for pair in pairs
            ]
        )
        return 0
    for pair in pairs:
        fact, other = base.by_id[pair.fact], base.by_id[pair.other]
        result(f"{fact.place}: '{fact.id}' leads '{other.id}' ({other.place}) by {pair.margin:+.3f} at “{pair.text}”")
        result(f"    {pair.told_apart()}")
    remark(counted(len(pairs), "pair"))
    return 0


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
    from bot.engine.engine import builder_of

    if arguments.confusable:
        return list_confusable(arguments)
    config = configured(arguments)
    day = arguments.today or today()
    problems: list[Problem] = []
    facts = 0
    builder = builder_of(config, remark)
    for files in _bases(arguments, config.settings):
        found, number = builder.problems(files, day)
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

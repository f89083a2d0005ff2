"""`stats`: shows how much is asked and what came of it, as tables, JSON or a picture."""

from __future__ import annotations

import datetime as dt
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.commands.opening import add_common, add_json, configured, today
from bot.commands.output import remark, result_json
from bot.engine.files import load_base
from bot.problems import BotError

if TYPE_CHECKING:
    from rich.console import Console
    from sqlalchemy import Connection

    from bot.curation.usage.stats import Numbers
    from bot.factbase.model import FactBase
    from bot.replies.as_json import Json

USUAL: Final = 30
MOST: Final = 400  # as long as counts are kept
WIDE: Final = 160  # columns where there is no terminal
SHOWN: Final = 20


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("days", nargs="?", type=_days, default=USUAL, help=f"of how many days, usually {USUAL}")
    parser.add_argument("--picture", metavar="FILE", type=Path, help="draw a picture into this file, as PNG")
    add_json(parser, "print an object")
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0."""
    config = configured(arguments)
    base = load_base(config.settings.facts)
    found = _read(arguments, base)
    if arguments.picture is not None:
        _draw(found, base, arguments.picture)
    if arguments.json:
        result_json(as_json(found))
    else:
        _show(found, base)
    remark(f"{found.total.questions} questions in {len(found.days)} days, 👍 {found.up} 👎 {found.down}")
    return 0


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:9]) <= MOST:
        raise ArgumentTypeError(f"'{text}' is not a number of days; write one from 1 to {MOST}")
    return int(text)


def _read(arguments: Namespace, base: FactBase) -> Numbers:
    from bot.commands.stored_bot import read_for_bot
    from bot.curation.usage.stats import TOP, first_day, usage_stats
    from bot.store import usage
    from bot.store.gaps import gaps

    last = today()
    first = first_day(last, arguments.days)
    since = dt.datetime.combine(first, dt.time(), dt.UTC).timestamp()

    def read(connection: Connection, bot: int) -> Numbers:
        top = gaps.top(connection, bot, since, TOP)
        thumbs = usage.thumbs(connection, bot, first)
        return usage_stats(base, usage.counts(connection, bot, first), thumbs, top, first, last)

    found = read_for_bot(configured(arguments), usage.bots, read)
    return found or usage_stats(base, (), (0, 0), (), first, last)


def _draw(found: Numbers, base: FactBase, path: Path) -> None:
    from bot.curation.usage.chart import draw
    from bot.replies import words_in

    drawn = draw(found, base, words_in("en"))
    try:
        path.write_bytes(drawn)
    except OSError as error:
        raise BotError(f"{path} cannot be written ({error.strerror}); choose another file") from None


def as_json(found: Numbers) -> dict[str, Json]:
    """Return the numbers as a JSON object."""
    total = found.total
    days: list[Json] = [
        {"day": str(day.day), "answered": day.answered, "suggested": day.suggested, "refused": day.refused}
        for day in found.days
    ]
    return {
        "questions": total.questions,
        "answered": total.answered,
        "suggested": total.suggested,
        "refused": total.refused,
        "chosen": found.chosen,
        "up": found.up,
        "down": found.down,
        "days": days,
        "facts": [{"fact": name, "told": number} for name, number in found.facts],
        "gaps": [
            {"gap": gap.gap, "question": gap.question, "askers": gap.askers, "nearest": gap.nearest}
            for gap in found.gaps
        ],
        "never": list(found.never),
        "chats": [{"chat": name, "questions": number} for name, number in found.rooms],
    }


def _show(found: Numbers, base: FactBase) -> None:
    from rich.console import Console

    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    console = Console(width=None if is_terminal else WIDE)
    days = [
        (str(day.day), *map(str, (day.questions, day.answered, day.suggested, day.refused)))
        for day in found.days
        if day.questions
    ]
    _table(console, ("day", "questions", "answered", "suggested", "refused"), days)
    _table(console, ("fact", "question", "told"), [(n, base.by_id[n].question.text, str(m)) for n, m in found.facts])
    _table(console, ("asked in vain", "people"), [(gap.question, str(gap.askers)) for gap in found.gaps])
    _table(console, ("chat", "questions"), [(name, str(number)) for name, number in found.rooms])
    title = f"never told ({len(found.never)})"
    shown = [(name, base.by_id[name].question.text) for name in found.never[:SHOWN]]
    _table(console, (title, "question"), [*shown, *([("…", "")] if len(found.never) > SHOWN else [])])


def _table(console: Console, headings: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for number, heading in enumerate(headings):
        is_number = number > 0 and all(row[number].isdecimal() for row in rows)
        table.add_column(heading, overflow="fold", justify="right" if is_number else "left")
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)

"""`preflight`: lists what needs a look in the facts before a briefing, as a table, plain lines or JSON."""

from __future__ import annotations

import datetime as dt
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from bot.commands.opening import add_common, add_json, configured
from bot.commands.output import counted, remark, result, result_json
from bot.engine.files import load_base
from bot.factbase.dates import last_day, parse_date
from bot.problems import BotError

if TYPE_CHECKING:
    from bot.config import Config
    from bot.curation.health.preflight import FindingKind, PreflightFinding, Unanswered
    from bot.factbase.model import FactBase
    from bot.replies.as_json import Json

MOST_GAPS: Final = 1000


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("day", type=_day, metavar="DATE", help="the day of the briefing")
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help="only these topics")
    add_json(parser, "print an object")
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0 where all is well, with 1 where anything needs a look."""
    from bot.curation.health.preflight import preflight

    config = configured(arguments)
    base = load_base(config.settings.facts)
    check_topics(arguments.topics, base)
    found = preflight(base, arguments.day, arguments.topics, _unanswered(config))
    if arguments.json:
        findings: list[Json] = [_object(one) for one in found]
        result_json({"date": str(arguments.day), "topics": arguments.topics, "findings": findings})
    elif found and sys.stdout is not None and sys.stdout.isatty():
        _table(found)
    else:
        for line in _lines(found):
            result(line)
    remark(f"{counted(len(found), 'thing')} to look at before {arguments.day}")
    return 1 if found else 0


def check_topics(names: Sequence[str], base: FactBase) -> None:
    """Raise BotError if the base lacks one of the topics."""
    held = [topic.name for topic in base.topics]
    for name in names:
        if name not in held:
            near = get_close_matches(name, held, n=1)
            mend = f"did you mean '{near[0]}'?" if near else f"topics are {', '.join(held)}"
            raise BotError(f"there is no topic '{name}'; {mend}")


def _day(text: str) -> dt.date:
    date = parse_date(text)
    if date is None:
        raise ArgumentTypeError(f"'{text}' is not a day; write it as YYYY-MM-DD, or YYYY-MM for the end of a month")
    return last_day(date)


def _unanswered(config: Config) -> list[Unanswered]:
    """Read what people ask in vain, where a bot has kept any of it."""
    from bot.commands.stored_bot import read_for_bot
    from bot.curation.health.preflight import Unanswered
    from bot.store.gaps import gaps

    found = read_for_bot(config, gaps.bots, lambda connection, bot: gaps.top(connection, bot, 0.0, MOST_GAPS))
    return [Unanswered(one.gap, one.question, one.askers, one.nearest) for one in found or ()]


def _by_kind(found: Sequence[PreflightFinding]) -> Iterator[tuple[FindingKind, list[PreflightFinding]]]:
    for kind in dict.fromkeys(finding.kind for finding in found):
        yield kind, [finding for finding in found if finding.kind is kind]


def _lines(found: Sequence[PreflightFinding]) -> Iterator[str]:
    from bot.curation.health.preflight_text import HEADINGS, describe
    from bot.replies import words_in

    say = words_in("en")
    for kind, group in _by_kind(found):
        yield f"{say(HEADINGS[kind])} ({len(group)})"
        for one in group:
            told = ", ".join(filter(None, (one.text, describe(one, say))))
            yield f"  {one.place or 'the store'}: {one.name}: {told}"


def _table(found: Sequence[PreflightFinding]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from bot.curation.health.preflight_text import HEADINGS, describe
    from bot.replies import words_in

    say, console = words_in("en"), Console()
    for kind, group in _by_kind(found):
        title = Text(f"{say(HEADINGS[kind])} ({len(group)})", style="bold")
        table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
        for heading in ("fact", "what", "", "place"):
            table.add_column(heading, overflow="fold")
        for one in group:
            place = f"{one.place.path}:{one.place.line}" if one.place else ""
            table.add_row(*(Text(cell) for cell in (one.name, one.text, describe(one, say), place)))
        console.print(table)


def _object(one: PreflightFinding) -> dict[str, Json]:
    return {
        "kind": one.kind.value,
        "name": one.name,
        "text": one.text,
        "place": str(one.place) if one.place else None,
        "date": str(one.date) if one.date else None,
        "number": one.number,
    }

"""`preflight`: lists what needs a look in the facts before a briefing, as a table, plain lines or JSON."""

from __future__ import annotations

import datetime as dt
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from bot.commands.opening import add_common, add_json, configured, today
from bot.commands.output import counted, remark, result, result_json
from bot.commands.stored_bot import opened_for_bot
from bot.engine.files import load_base
from bot.factbase.dates import last_day, parse_date
from bot.problems import BotError

if TYPE_CHECKING:
    from bot.config import Config
    from bot.curation.health.preflight import FindingKind, PreflightFinding, Unanswered
    from bot.factbase.model import FactBase
    from bot.replies.as_json import Json
    from bot.store.base.dismissals import Dismissal

MOST_GAPS: Final = 1000


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("day", type=_day, metavar="DATE", help="the day of the briefing")
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help="only these topics")
    parser.add_argument("--dismiss", metavar="NAME", help="set the findings of a fact, source or gap aside")
    parser.add_argument("--until", type=_day, metavar="DATE", help="up to which day it is set aside")
    parser.add_argument("--why", metavar="TEXT", help="why it is set aside")
    parser.add_argument("--by", metavar="PERSON", help="who sets it aside; usually whoever is logged in")
    parser.add_argument("--restore", metavar="NAME", help="show what was set aside again")
    parser.add_argument("--dismissed", action="store_true", help="list what is set aside, by whom, until when, and why")
    add_json(parser, "print an object")
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0 where all is well, with 1 where anything needs a look."""
    from bot.curation.health.preflight import preflight, without

    config = configured(arguments)
    base = load_base(config.settings.facts)
    check_topics(arguments.topics, base)
    found = preflight(base, arguments.day, arguments.topics, _unanswered(config))
    if arguments.restore or arguments.dismiss:
        return _restore(arguments.restore, config) if arguments.restore else _dismiss(found, arguments, config)
    aside = _set_aside(config)
    everything, found = found, without(found, aside)
    if arguments.dismissed:
        _show_dismissed(aside)
        return 0
    if arguments.json:
        findings: list[Json] = [_object(one) for one in found]
        dismissed: list[Json] = [_dismissal_object(one) for one in aside]
        told: dict[str, Json] = {"date": str(arguments.day), "topics": arguments.topics, "findings": findings}
        result_json({**told, "dismissed": dismissed})
    elif found and sys.stdout is not None and sys.stdout.isatty():
        _table(found)
    else:
        for line in _lines(found):
            result(line)
    hidden = len(everything) - len(found)
    more = f"; {hidden} set aside, which --dismissed lists" if hidden else ""
    remark(f"{counted(len(found), 'thing')} to look at before {arguments.day}{more}")
    return 1 if found else 0


def _set_aside(config: Config) -> list[Dismissal]:
    """Read what is set aside today, where a store has any of it."""
    from bot.commands.stored_bot import read_for_bot
    from bot.store.base import dismissals
    from bot.store.gaps import pending

    return read_for_bot(config, pending.bots, lambda connection, bot: dismissals.listed(connection, bot, today())) or []


def _dismiss(found: Sequence[PreflightFinding], arguments: Namespace, config: Config) -> int:
    """Set the findings of a name aside; raise BotError if there are none, or it is not said until when and why."""
    from bot.store.base import dismissals
    from bot.store.base.dismissals import Dismissal

    until, why, name = arguments.until, " ".join((arguments.why or "").split()), arguments.dismiss
    if until is None or not why:
        raise BotError('say until when and why it is set aside: --until 2027-06-01 --why "…"')
    if until < today():
        raise BotError(f"{until} is past; name a day to come")
    of_name = [one for one in found if one.name == name]
    if not of_name:
        near = get_close_matches(name, [one.name for one in found], n=1)
        mend = f"did you mean '{near[0]}'?" if near else "name a fact, source or gap that is listed"
        raise BotError(f"nothing of '{name}' needs a look before {arguments.day}; {mend}")
    who = arguments.by or _logged_in()
    rows = [Dismissal(one.kind.value, name, until, who, why) for one in of_name]
    with opened_for_bot(config) as (connection, bot):
        dismissals.put(connection, bot, rows)
    remark(f"set aside until {until}: {', '.join(f'{name} ({row.kind})' for row in rows)}")
    return 0


def _restore(name: str, config: Config) -> int:
    from bot.store.base import dismissals

    with opened_for_bot(config) as (connection, bot):
        count = dismissals.take_back(connection, bot, name)
    remark(f"{counted(count, 'finding')} of '{name}' shown again")
    return 0 if count else 1


def _logged_in() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        raise BotError("say who sets it aside: --by NAME") from None


def _show_dismissed(aside: Sequence[Dismissal]) -> None:
    for one in aside:
        result(f"{one.name}: {one.kind}, until {one.until}, {one.who or 'somebody'}: {one.why}")
    remark(f"{counted(len(aside), 'finding')} set aside; --restore NAME shows one again")


def _dismissal_object(one: Dismissal) -> dict[str, Json]:
    return {"kind": one.kind, "name": one.name, "until": str(one.until), "who": one.who, "why": one.why}


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

"""`gaps`: what people ask and the base does not answer, as a table or as JSON."""

from __future__ import annotations

import datetime as dt
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Final

from bot.commands.opening import add_common, add_json, configured
from bot.commands.output import counted, remark, result_json
from bot.commands.taking_up import bot_in, opened

if TYPE_CHECKING:
    from bot.replies.as_json import Json
    from bot.store.gaps import Gap

SUMMARY: Final = "show what people ask and the base does not answer"
WIDE: Final = 160  # columns where there is no terminal
SHOWN: Final = 3  # wordings of a gap
NUMBERS: Final = ("people", "times", "chats")
HEADINGS: Final = ("gap", "asked", *NUMBERS, "last", "nearest fact", "ruled out by")


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--all", action="store_true", help="also those that were accepted, ignored or closed")
    add_json(parser, "print an object")
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0."""
    from bot.store.gaps import State, bots, listed

    config = configured(arguments)
    engine = opened(config)
    with engine.begin() as connection:
        states = tuple(State) if arguments.all else (State.OPEN,)
        found = listed(connection, bot_in(connection, bots), states, most=1000)
    if arguments.json:
        result_json({"gaps": [as_json(gap) for gap in found]})
        return 0
    if found:
        _show(found)
    remark(f"{counted(len(found), 'gap')}; take one up with python -m bot accept G1 --fact ID")
    return 0


def as_json(gap: Gap) -> dict[str, Json]:
    """Give a gap as an object."""
    return {
        "gap": gap.name,
        "question": gap.question,
        "wordings": list(gap.wordings),
        "state": gap.state.value,
        "times": gap.times,
        "askers": gap.askers,
        "chats": gap.chats,
        "kinds": dict(gap.kinds),
        "first_asked": _moment(gap.first_at).isoformat(),
        "last_asked": _moment(gap.last_at).isoformat(),
        "nearest": list(gap.nearest),
        "blocked": [{"kind": kind, "asked": asked, "held": held} for kind, asked, held in gap.blocked],
    }


def _show(found: list[Gap]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in HEADINGS:
        table.add_column(heading, overflow="fold", justify="right" if heading in NUMBERS else "left")
    for gap in found:
        asked = "\n".join((gap.question, *(f"  {wording}" for wording in gap.wordings[:SHOWN])))
        numbers = (str(gap.askers), str(gap.times), str(gap.chats))
        near = (f"{_moment(gap.last_at):%Y-%m-%d}", next(iter(gap.nearest), ""), _ruled(gap))
        table.add_row(*(Text(cell) for cell in (gap.name, asked, *numbers, *near)))
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    Console(width=None if is_terminal else WIDE).print(table)


def _ruled(gap: Gap) -> str:
    from bot.matching.decision import Block
    from bot.replies import words_in
    from bot.replies.why import block_in_words

    say = words_in("en")
    return "; ".join(block_in_words(Block(*block), say) for block in gap.blocked)


def _moment(at: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(at, dt.UTC).replace(microsecond=0)

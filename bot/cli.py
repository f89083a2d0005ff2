"""Command line → one command run, and the exit code for what went wrong."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from types import ModuleType
from typing import Final

from bot.commands.answering import ask, chat, evaluate, traps
from bot.commands.curation import (
    accept,
    brief,
    check,
    export,
    gaps,
    import_facts,
    links,
    new,
    preflight,
    sources,
    suggest_aliases,
)
from bot.commands.operation import inbox, migrate, run, stats
from bot.commands.output import counted, remark, settle_streams
from bot.problems import BotError, ProblemsError

PROGRAM: Final = "python -m bot"
COMMANDS: Final[dict[str, ModuleType]] = {
    "run": run,
    "chat": chat,
    "ask": ask,
    "check": check,
    "eval": evaluate,
    "traps": traps,
    "migrate": migrate,
    "inbox": inbox,
    "gaps": gaps,
    "accept": accept,
    "suggest-aliases": suggest_aliases,
    "import": import_facts,
    "export": export,
    "links": links,
    "sources": sources,
    "brief": brief,
    "new": new,
    "preflight": preflight,
    "stats": stats,
}

OK: Final = 0
UNUSABLE: Final = 2  # usage, configuration, or a base that does not load
INTERRUPTED: Final = 130  # what a shell reports of Ctrl-C
NO_READER: Final = 141  # what a shell reports of a closed pipe


def build_parser() -> ArgumentParser:
    """Build the parser of all commands."""
    parser = ArgumentParser(
        prog=PROGRAM,
        description="A Telegram bot that answers briefing questions from a curated fact base, with sources.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, module in COMMANDS.items():
        command = commands.add_parser(name, help=module.SUMMARY, description=module.SUMMARY, allow_abbrev=False)
        module.configure(command)
        command.set_defaults(execute=module.execute, parser=command)
        _suggest(command)
    _suggest(parser)
    return parser


def _suggest(parser: ArgumentParser) -> None:
    """Let Python 3.14 and later say "maybe you meant"."""
    if hasattr(parser, "suggest_on_error"):
        parser.suggest_on_error = True


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; a person's mistake is a sentence, never a traceback."""
    settle_streams()
    try:
        arguments = build_parser().parse_args(argv)
        code: int = arguments.execute(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except SystemExit as stop:  # argparse has said why
        return stop.code if isinstance(stop.code, int) else OK
    except ProblemsError as error:
        remark(str(error))
        remark(counted(len(error.problems), "error"))
        return UNUSABLE
    except BotError as error:
        remark(f"error: {error}")
        return UNUSABLE
    except BrokenPipeError:
        _let_go_of_stdout()
        return NO_READER
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _let_go_of_stdout() -> None:
    """Keep the interpreter from writing to the closed pipe once more as it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())

"""Parses the command line, imports and runs one command, and turns what went wrong into an exit code."""

from __future__ import annotations

import errno
import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from bot import VERSION
from bot.commands.output import DISTRIBUTION, counted, program, remark, settle_streams
from bot.problems import BotError, ProblemsError

# Command → its module in bot.commands, imported only when the command runs, and what --help says of it.
COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "init": ("curation.init", "make a new base in a folder: settings, a topic, phrasings and a question file"),
    "run": ("operation.run", "serve Telegram; without a token, chat in the terminal"),
    "chat": ("answering.chat", "hold a conversation in the terminal, or with lines from a pipe"),
    "ask": ("answering.ask", "answer one question, or every line of standard input, each on its own"),
    "check": ("curation.check", "find what is wrong with fact files"),
    "eval": ("answering.evaluate", "put the questions of a file and count what is right"),
    "traps": (
        "answering.traps",
        "ask variants of each fact: typing errors must find it, near misses must not be answered",
    ),
    "migrate": ("operation.migrate", "bring the store to the state that this version needs; `run` does so as well"),
    "token": ("operation.token", "make a token with which another program may ask"),
    "mcp": ("operation.mcp", "serve the base to assistants by the Model Context Protocol"),
    "inbox": ("operation.inbox", "show the updates that wait and those that were set aside"),
    "gaps": ("curation.gaps", "show what people ask and the base does not answer, what is not live yet, and proposals"),
    "accept": (
        "curation.accept",
        "add a question that found nothing to the fact that answers it, if no other fact loses by it",
    ),
    "edit": ("facts.edit", "give a field of a fact another value, if no other fact loses by it"),
    "supersede": ("facts.supersede", "give a fact that has changed its successor"),
    "withdraw": ("facts.withdraw", "take a fact back that turned out wrong"),
    "history": ("facts.history", "tell a fact's life, from git or from what the bot has kept"),
    "suggest-aliases": ("curation.suggest_aliases", "list phrasings of sibling facts that a fact lacks"),
    "import": (
        "curation.import_facts",
        "take facts over from a CSV or JSON file; nothing is written unless every row is sound",
    ),
    "export": ("curation.export", "write the facts that hold as CSV, JSON, Markdown or a page that can be searched"),
    "links": (
        "curation.links",
        "open the address of every source, and report those that are dead, moved, retitled or not archived",
    ),
    "sources": ("curation.sources", "list what the facts were read in"),
    "brief": ("curation.brief", "write the fact sheet of a topic: grouped, with numbered sources"),
    "new": ("curation.new", "write a fact step by step; the nearest facts are shown as the question is typed"),
    "preflight": ("curation.preflight", "list what needs a look before a briefing on a day"),
    "stats": ("operation.stats", "show how much is asked, what came of it, and what nobody asks"),
}

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
OK: Final = 0
UNUSABLE: Final = 2  # usage, configuration, or a base that does not load
INTERRUPTED: Final = 130  # what a shell reports of Ctrl-C
NOT_WRITTEN: Final = 74  # as of sysexits.h: the output could not be written
NO_READER: Final = 141  # what a shell reports of a closed pipe


def build_parser(argv: Sequence[str]) -> ArgumentParser:
    """Build the parser of all commands; only the command that `argv` names gets its arguments."""
    parser = ArgumentParser(
        prog=program(),
        description="A Telegram bot that answers briefing questions from a curated fact base, with sources.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"{DISTRIBUTION} {VERSION}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    named = next((argument for argument in argv if not argument.startswith("-")), None)
    for name, (module, summary) in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary, allow_abbrev=False)
        if name == named:
            implementation = import_module(f"bot.commands.{module}")
            implementation.configure(command)
            command.set_defaults(execute=implementation.execute, parser=command)
        _suggest(command)
    _suggest(parser)
    return parser


def _suggest(parser: ArgumentParser) -> None:
    """Let Python 3.14 and later say "maybe you meant"."""
    if hasattr(parser, "suggest_on_error"):
        parser.suggest_on_error = True


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; a person's mistake becomes a sentence, never a traceback."""
    settle_streams()
    given = sys.argv[1:] if argv is None else argv
    try:
        code = _run(given)
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
    except OSError as error:
        if error.errno not in FULL:
            raise
        _let_go_of_stdout()
        remark(f"error: the output cannot be written ({error.strerror}); write it where there is room")
        return NOT_WRITTEN
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _run(given: Sequence[str]) -> int:
    """Run the command, and write all of its results."""
    try:
        arguments = build_parser(given).parse_args(given)
        code: int = arguments.execute(arguments)
    except SystemExit as stop:  # argparse has said why
        code = stop.code if isinstance(stop.code, int) else OK
    if sys.stdout is not None:
        sys.stdout.flush()
    return code


def _let_go_of_stdout() -> None:
    """Keep the interpreter from writing to the closed pipe once more as it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())

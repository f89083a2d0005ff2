"""`chat`: a conversation in the terminal, or with lines from a pipe."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Final

from bot.commands.lines import AskedLine, asked_line, read_lines, standard_input
from bot.commands.opening import add_common, add_json, opened, today
from bot.commands.output import remark, result, result_json
from bot.desk import Desk
from bot.matching.decision import Decision
from bot.replies import Choice, as_json, pick, render

SUMMARY: Final = "hold a conversation in the terminal, or with lines from a pipe"
PROMPT: Final = "> "
GREETING: Final = "Ask a question; choose a suggestion by its number; end with Ctrl-D."


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    add_json(parser, "print each decision as a JSON object on one line")
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Answer until the input ends, then exit with 0."""
    desk = opened(arguments)
    if arguments.json:
        for asked in _questions():
            result_json(as_json(asked.refused() or desk.matcher.decide(asked.text), desk.base))
    else:
        _converse(desk)
    return 0


def _converse(desk: Desk) -> None:
    choices: Sequence[Choice] = ()
    for asked in _questions():
        if not asked.text.strip():
            continue
        reply = render(_decision(desk, asked, choices), desk.base, today=today(), fold=desk.matcher.fold)
        result(reply.plain + "\n")
        choices = reply.choices


def _decision(desk: Desk, asked: AskedLine, choices: Sequence[Choice]) -> Decision:
    """Decide on a line; a number that stands before one of the choices just shown chooses it."""
    numbered = {str(number): choice for number, choice in enumerate(choices, start=1)}
    chosen = numbered.get(asked.text.strip())
    if chosen is not None:
        return pick(desk.base, chosen.fact)
    return asked.refused() or desk.matcher.decide(asked.text)


def _questions() -> Iterator[AskedLine]:
    stream = standard_input()
    if stream is None:
        return
    if stream.isatty() and sys.stdout is not None and sys.stdout.isatty():
        yield from _typed()
    else:
        yield from read_lines(stream)


def _typed() -> Iterator[AskedLine]:
    """Read lines from a terminal, with its line editing where the platform has it."""
    with suppress(ImportError):
        import readline  # noqa: F401 - gives input() its editing and history
    remark(GREETING)
    while True:
        try:
            text = input(PROMPT)
        except EOFError:
            result("")
            return
        yield asked_line(text)

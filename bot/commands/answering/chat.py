"""`chat`: holds a conversation in the terminal, or with the lines of a pipe."""

from __future__ import annotations

import datetime as dt
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Final

from bot.commands.answering.question_lines import read_lines, standard_input
from bot.commands.opening import add_common, add_json, configured, today
from bot.commands.output import remark, result, result_json
from bot.engine.asking import converse
from bot.engine.engine import AnsweringEngine, load_engine
from bot.matching import Decision, FollowUpContext, as_refused, remember
from bot.matching.dialogue.asked_line import AskedLine, asked_line
from bot.messages.catalogue import Message
from bot.replies import Choice, Reply, as_json, pick, render, words_in

PROMPT: Final = "> "
GREETING: Final = Message("Ask a question; choose a suggestion by its number; end with Ctrl-D.")


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    add_json(parser, "print each decision as a JSON object on one line")
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Answer until the input ends, then exit with 0."""
    config = configured(arguments)
    conversation = _Conversation(load_engine(config, remark), dt.timedelta(minutes=config.settings.context_minutes))
    for asked in _questions(conversation.engine.language):
        if arguments.json:
            result_json(as_json(conversation.hear(asked), conversation.engine.base))
        elif asked.text.strip():
            result(conversation.reply(asked).plain + "\n")
    return 0


class _Conversation:
    """Hears one person line by line, and keeps what the next line may follow or choose."""

    def __init__(self, engine: AnsweringEngine, lasts: dt.timedelta) -> None:
        self.engine = engine
        self._lasts = lasts
        self._context = FollowUpContext()
        self._choices: Sequence[Choice] = ()

    def hear(self, asked: AskedLine) -> Decision:
        """Decide on a line; a number that stands before one of the choices just shown chooses it."""
        now = dt.datetime.now(dt.UTC)
        numbered = {str(number): choice for number, choice in enumerate(self._choices, start=1)}
        chosen = numbered.get(asked.text.strip())
        if chosen is not None:
            decision: Decision = pick(self.engine.base, chosen.fact, as_of=chosen.as_of)
            self._context = remember(decision, now)
            return decision
        refused = asked.refused()
        if refused is not None:
            return refused
        decision, self._context = converse(self.engine, asked.text, self._context, now, self._lasts)
        return as_refused(decision, self.engine.matcher)

    def reply(self, asked: AskedLine) -> Reply:
        """Reply to a line, and keep the choices that the reply offers."""
        reply = render(
            self.hear(asked),
            self.engine.base,
            today=today(),
            fold=self.engine.matcher.fold,
            language=self.engine.language,
        )
        self._choices = reply.choices
        return reply


def _questions(language: str) -> Iterator[AskedLine]:
    stream = standard_input()
    if stream is None:
        return
    if stream.isatty() and sys.stdout is not None and sys.stdout.isatty():
        yield from _typed(language)
    else:
        yield from read_lines(stream)


def _typed(language: str) -> Iterator[AskedLine]:
    """Read lines from a terminal, with its line editing where the platform has it."""
    with suppress(ImportError):
        import readline  # noqa: F401 - gives input() its editing and history
    remark(words_in(language)(GREETING))
    while True:
        try:
            text = input(PROMPT)
        except EOFError:
            result("")
            return
        yield asked_line(text)

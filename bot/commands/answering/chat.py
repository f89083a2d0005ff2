"""`chat`: holds a conversation in the terminal, or with the lines of a pipe."""

from __future__ import annotations

import datetime as dt
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from bot.briefing.sheet_requests import bare_name
from bot.commands.answering.question_lines import read_lines, standard_input
from bot.commands.answering.terminal import QUIT, TerminalCommands, TerminalGaps, show_reply
from bot.commands.opening import add_common, add_json, configured, today
from bot.commands.output import remark, result, result_json
from bot.engine.asking import converse
from bot.engine.engine import AnsweringEngine, load_engine
from bot.matching import Decision, FollowUpContext, NoAnswer, as_refused, as_talk, remember
from bot.matching.decision import Reason, Why
from bot.matching.dialogue.asked_line import AskedLine, asked_line
from bot.messages.terminal import GREETING
from bot.replies import Choice, Reply, as_json, pick, render, words_in

PROMPT: Final = "> "


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    add_json(parser, "print each decision as a JSON object on one line")
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Answer until the input ends, then exit with 0."""
    config = configured(arguments)
    conversation = _Conversation(load_engine(config, remark), dt.timedelta(minutes=config.settings.context_minutes))
    if arguments.json:
        for asked in _questions(conversation.engine.language):
            result_json(as_json(conversation.hear(asked), conversation.engine.base))
        return 0
    gaps = TerminalGaps(config, conversation.engine) if _is_terminal() else None
    commands = TerminalCommands(conversation.engine)
    for asked in _questions(conversation.engine.language):
        text = asked.text.strip()
        if text.casefold() in QUIT:
            break
        replies = commands.replies(text, conversation.last) if text else []
        if replies is None:
            replies = [conversation.reply(asked)]
            if gaps is not None and conversation.last is not None:
                gaps.heard(conversation.last, is_choice=conversation.has_chosen)
        for reply in replies:
            show_reply(reply, in_colour=_is_terminal())
    if gaps is not None:
        gaps.ended()
    return 0


class _Conversation:
    """Hears one person line by line, and keeps what the next line may follow or choose."""

    def __init__(self, engine: AnsweringEngine, lasts: dt.timedelta) -> None:
        self.engine = engine
        self._lasts = lasts
        self._context = FollowUpContext()
        self._choices: Sequence[Choice] = ()
        self.last: Decision | None = None
        self.has_chosen = False

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
        return as_talk(decision, self.engine.matcher) or self._as_bare(asked, as_refused(decision, self.engine.matcher))

    def _as_bare(self, asked: AskedLine, decision: Decision) -> Decision:
        """Say of a name alone how much there is about it, instead of that nothing is held."""
        if not isinstance(decision, NoAnswer) or decision.understood:
            return decision
        named = bare_name(asked.text, self.engine.base, self.engine.matcher.linker)
        if named is None:
            return decision
        return replace(decision, reason=Reason(Why.BARE, name=named.name, count=named.facts))

    def reply(self, asked: AskedLine) -> Reply:
        """Reply to a line, and keep the choices that the reply offers."""
        self.has_chosen = asked.text.strip() in map(str, range(1, len(self._choices) + 1))
        self.last = self.hear(asked)
        reply = render(
            self.last,
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
    if _is_terminal():
        yield from _typed(language)
    else:
        yield from read_lines(stream)


def _is_terminal() -> bool:
    stream = standard_input()
    return stream is not None and stream.isatty() and sys.stdout is not None and sys.stdout.isatty()


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

"""`new`: asks for a fact step by step, shows the nearest facts, and writes it if no other fact loses by it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bot.commands.answering.question_lines import read_lines, standard_input
from bot.commands.curation.file_changes import add_write, carry_out, refuse
from bot.commands.opening import add_common, configured, today
from bot.commands.output import remark
from bot.engine.files import read_folders
from bot.factbase.dates import parse_date
from bot.problems import BotError, quoted

if TYPE_CHECKING:
    from bot.curation.editing.yaml_emitter import Value
    from bot.engine.engine import AnsweringEngine
    from bot.factbase.model import FactBase

NEAREST: Final = 4
KEEP: Final = "Another wording, or Enter to keep it"


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    add_write(parser)
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0 where the fact is written, with 1 where it would harm another or the input ends before."""
    from bot.curation.editing.operations import AddFacts
    from bot.curation.editing.regression_check import load_criteria, try_change
    from bot.engine.engine import load_engine

    config = configured(arguments)
    engine = load_engine(config, remark)
    dialogue = _Dialogue(engine)
    try:
        path, fact, sources = dialogue.fact()
    except StopIteration:
        remark("the input ended before the fact was whole; nothing was written")
        return 1
    files = read_folders(config.settings.facts)
    remark("trying the base with it; on a large base this takes a minute …")
    made = try_change(files, AddFacts(path, [fact], sources), load_criteria(config, today(), remark))
    if isinstance(made, list):
        return refuse(made)
    carry_out(made, arguments, config)
    return 0


@dataclass(slots=True)
class _Dialogue:
    """Asks until what is said can be taken; an empty line takes what stands in brackets."""

    engine: AnsweringEngine
    said: Iterator[str] = field(init=False)
    is_at_question: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.said = _typed(self.beside)

    @property
    def base(self) -> FactBase:
        return self.engine.base

    def fact(self) -> tuple[str, dict[str, Value], dict[str, dict[str, Value]]]:
        """Ask for everything; return the path of the topic, the fact as written there, and its source if new."""
        from bot.curation.exchange.importer import id_for

        question = self._question()
        topics = {topic.name: topic.path for topic in self.base.topics}
        topic = self._ask(f"Topic: {', '.join(topics)}", next(iter(topics)), _one_of(topics))
        usual = id_for(question, set(self.base.by_id))
        name = self._ask("Id", usual, lambda text: "is taken" if text in self.base.by_id else "")
        answer = self._ask("Answer")
        cited, date, sources = self._source()
        as_of = self._ask("As of which day", date, _date)
        fact: dict[str, Value] = {"id": name, "question": question}
        aliases = list(self._until_empty("Another way to ask it, or Enter"))
        if aliases:
            fact["aliases"] = aliases
        return topics[topic], fact | {"answer": answer, "sources": [cited], "as_of": as_of}, sources

    def beside(self, text: str) -> str:
        """Return what is shown below the line as it is typed: the facts nearest to a question."""
        return "\n".join(self._nearest(text)) if self.is_at_question and text.strip() else ""

    def _question(self) -> str:
        self.is_at_question = True
        question = self._ask("Question")
        while True:
            for line in self._nearest(question):
                remark(line)
            other = self._ask(KEEP, question)
            if other == question:
                self.is_at_question = False
                return question
            question = other

    def _nearest(self, question: str) -> list[str]:
        from bot.matching import Answer

        decision = self.engine.matcher.decide(question)
        head = "The bot answers that already:" if isinstance(decision, Answer) else "Nearest:"
        facts = [(found, self.base.by_id[found.fact]) for found in decision.candidates[:NEAREST]]
        lines = [
            f"  {found.confidence:.2f} {fact.id}: {fact.question.text} {fact.answer} ({fact.place})"
            for found, fact in facts
        ]
        return [head, *lines] if lines else []

    def _source(self) -> tuple[str, str, dict[str, dict[str, Value]]]:
        """Ask for a source of the base, or for all of a new one."""
        text = self._ask("Source: a key of the base with its place, such as key ¶6, or the title of a new one")
        key = text.split()[0]
        if key in self.base.sources:
            source = self.base.sources[key]
            return text, str(source.published or source.accessed), {}
        from bot.curation.exchange.importer import key_for

        publisher = self._ask("Publisher")
        published = self._ask("Published on which day, or Enter where it bears no date", "", _date)
        dated = ("published", published) if published else ("accessed", self._ask("Read on which day", None, _date))
        address = self._ask("Address, or Enter", "", _address)
        place = self._ask("Place in it, such as ¶6, or Enter", "")
        key = key_for(publisher, dated[1], set(self.base.sources))
        fields: dict[str, Value] = {"title": text, "publisher": publisher, dated[0]: dated[1]}
        return f"{key} {place}".strip(), dated[1], {key: fields | ({"url": address} if address else {})}

    def _ask(self, what: str, usual: str | None = None, wrong: Callable[[str], str] = lambda _: "") -> str:
        """Ask until there is an answer that is not wrong; `usual` stands for an empty one."""
        while True:
            remark(f"{what} [{usual}]:" if usual else f"{what}:")
            text = " ".join(next(self.said).split())
            if not text and usual is not None:
                return usual
            why = wrong(text) if text else "is empty"
            if not why:
                return text
            remark(f"{quoted(text)} {why}; try again")

    def _until_empty(self, what: str) -> Iterator[str]:
        with suppress(StopIteration):
            while text := self._ask(what, ""):
                yield text


def _one_of(names: dict[str, str]) -> Callable[[str], str]:
    return lambda text: "" if text in names else f"is none of {', '.join(names)}"


def _date(text: str) -> str:
    return "" if parse_date(text) else "is no day; write YYYY, YYYY-MM or YYYY-MM-DD"


def _address(text: str) -> str:
    return "" if text.startswith(("https://", "http://")) else "does not begin with https:// or http://"


def _typed(beside: Callable[[str], str]) -> Iterator[str]:
    """Read lines from a terminal, where `beside` says what stands below each as it is typed, or from a pipe."""
    stream = standard_input()
    if stream is None:
        return
    if not stream.isatty():
        for line in read_lines(stream):
            if line.text.strip() and line.refusal is not None:
                raise BotError(f"line {quoted(line.text)} is no text; write UTF-8, at most 4096 characters a line")
            yield line.text
        return
    from prompt_toolkit import PromptSession
    from prompt_toolkit.output import create_output

    session: PromptSession[str] = PromptSession(
        "> ",
        output=create_output(stdout=sys.stderr),  # standard output belongs to what a command finds
        bottom_toolbar=lambda: beside(session.default_buffer.text) or None,
    )
    with suppress(EOFError):
        while True:
            yield session.prompt()

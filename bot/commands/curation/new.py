"""`new`: asks for a fact step by step, shows the nearest facts, and writes it if no other fact loses by it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bot.commands.answering.question_lines import read_lines, standard_input
from bot.commands.curation.base_files import read_or_begin
from bot.commands.curation.draft import Draft, new_draft, newest_draft, unfinished
from bot.commands.curation.file_changes import add_write, carry_out, refuse
from bot.commands.opening import add_common, configured, today
from bot.commands.output import counted, remark
from bot.curation.exchange.importer import id_for, key_for, same_source
from bot.engine.files import folder_of, shown_path
from bot.factbase.dates import parse_date
from bot.factbase.loading.definition import ID, TOPIC_NAME
from bot.factbase.loading.load import PHRASINGS_FILE
from bot.problems import BotError, quoted

if TYPE_CHECKING:
    from bot.config import Config
    from bot.curation.editing.yaml_emitter import Value
    from bot.engine.engine import AnsweringEngine
    from bot.factbase.model import FactBase

NEAREST: Final = 4
QUESTION: Final = "Question"
KEEP: Final = "Another wording, or Enter to keep it"


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--resume", action="store_true", help="go on with a fact that was entered and not written")
    add_write(parser)
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0 where the fact is written, with 1 where it would harm another or the input ends before."""
    config = configured(arguments)
    folder = config.root / "var"
    draft = newest_draft(folder) if arguments.resume else new_draft(folder)
    left = unfinished(folder)
    if left and not arguments.resume:
        remark(
            f"{counted(len(left), 'fact')} entered earlier and not written; python -m bot new --resume goes on with it"
        )
    try:
        code = _execute(arguments, config, draft)
    except StopIteration:
        remark("the input ended before the fact was whole; nothing was written")
        code = 1
    except (BotError, KeyboardInterrupt):
        _tell_kept(draft)
        raise
    if code:
        _tell_kept(draft)
    else:
        draft.remove()
    return code


def _execute(arguments: Namespace, config: Config, draft: Draft) -> int:
    from bot.curation.editing.operations import AddFacts
    from bot.curation.editing.regression_check import load_criteria, try_change
    from bot.engine.engine import load_engine

    base_files = read_or_begin(config, arguments)
    dialogue = _Dialogue(load_engine(config, remark, base_files.files), draft)
    entered = dialogue.fact()
    path = entered.path or shown_path(folder_of(config.settings.facts[-1]) / f"{entered.topic}.yaml")
    change = AddFacts(path, [entered.fact], entered.sources, entered.title, dialogue.language)
    remark("trying the base with it; on a large base this takes a minute …")
    made = try_change(base_files.files, change, load_criteria(config, today(), remark))
    if isinstance(made, list):
        return refuse(made)
    asked = [(str(entered.fact["question"]), str(entered.fact["id"]))]
    carry_out(base_files.with_frame(made, asked), arguments, config)
    return 0


def _tell_kept(draft: Draft) -> None:
    """Say where what was entered is, or print it where it could not be kept."""
    if draft.is_kept:
        remark(f"what was entered is kept in {draft.path}; go on with it: python -m bot new --resume")
    elif draft.held:
        remark(f"what was entered:\n{draft.as_text()}")


@dataclass(frozen=True, slots=True)
class _Entered:
    """A fact as it is written in a topic file, its source if that is new, and the topic; a new one has no path yet."""

    topic: str
    path: str
    title: str
    fact: dict[str, Value]
    sources: dict[str, dict[str, Value]]


@dataclass(slots=True)
class _Dialogue:
    """Asks until what is said can be taken; an empty line takes what stands in brackets."""

    engine: AnsweringEngine
    draft: Draft
    said: Iterator[str] = field(init=False)
    is_at_question: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.said = _typed(self.beside)

    @property
    def base(self) -> FactBase:
        return self.engine.base

    @property
    def language(self) -> str:
        """The language of a topic that is new."""
        return self.base.topics[0].language if self.base.topics else "en"

    def fact(self) -> _Entered:
        """Ask for everything."""
        question = self._question()
        topic, path, title = self._topic()
        usual = id_for(question, set(self.base.by_id))
        name = self._ask("Id", usual, self._wrong_id)
        answer = self._ask("Answer")
        cited, date, sources = self._source()
        as_of = self._ask("As of which day", date, _date)
        fact: dict[str, Value] = {"id": name, "question": question}
        aliases = list(self._aliases())
        if aliases:
            fact["aliases"] = aliases
        fact |= {"answer": answer, "sources": [cited], "as_of": as_of}
        return _Entered(topic, path, title, fact, sources)

    def _topic(self) -> tuple[str, str, str]:
        """Ask for a topic of the base, or for the name and title of a new one."""
        topics = {topic.name: topic.path for topic in self.base.topics}
        listed = f"Topic: {', '.join(topics)}, or the name of a new one" if topics else "Name of the topic, in one word"
        topic = self._ask(listed, next(iter(topics), "general"), _wrong_topic)
        if topic in topics:
            return topic, topics[topic], ""
        return topic, "", self._ask("Title of the new topic", topic.replace("-", " ").capitalize())

    def _wrong_id(self, text: str) -> str:
        if text in self.base.by_id:
            return "is taken"
        return "" if ID.fits(text) else f"is not {ID.described}"

    def beside(self, text: str) -> str:
        """Return what is shown below the line as it is typed: the facts nearest to a question."""
        return "\n".join(self._nearest(text)) if self.is_at_question and text.strip() else ""

    def _question(self) -> str:
        self.is_at_question = True
        question = self._ask(QUESTION)
        while True:
            for line in self._nearest(question):
                remark(line)
            other = self._ask(KEEP, question, key=QUESTION)
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
        publisher = self._ask("Publisher")
        published = self._ask("Published on which day, or Enter where it bears no date", "", _date)
        dated = ("published", published) if published else ("accessed", self._ask("Read on which day", None, _date))
        address = self._ask("Address, or Enter", "", _address)
        place = self._ask("Place in it, such as ¶6, or Enter", "")
        held = same_source(self.base, text, publisher, dated[1], address)
        if held is not None:
            remark(f"the base has that source: {held}")
            return f"{held} {place}".strip(), dated[1], {}
        key = key_for(publisher, dated[1], set(self.base.sources))
        fields: dict[str, Value] = {"title": text, "publisher": publisher, dated[0]: dated[1]}
        return f"{key} {place}".strip(), dated[1], {key: fields | ({"url": address} if address else {})}

    def _ask(
        self, what: str, usual: str | None = None, wrong: Callable[[str], str] = lambda _: "", key: str | None = None
    ) -> str:
        """Ask until there is an answer that is not wrong, and keep it as `key`.

        An empty one means what was entered before, else `usual`.
        """
        key = key or what
        usual = self.draft.held.get(key, usual)
        while True:
            remark(f"{what} [{usual}]:" if usual else f"{what}:")
            typed = " ".join(next(self.said).split())
            text = typed or usual
            why = "is empty" if text is None else wrong(text) if text else ""
            if not why and text is not None:
                self.draft.keep(key, text)
                return text
            remark(f"{quoted(text or '')} {why}; try again")

    def _aliases(self) -> Iterator[str]:
        """Ask for more phrasings until there is none; those entered before come first."""
        yield from [*self.draft.aliases]
        for alias in self.draft.aliases:
            remark(f"Also: {alias}")
        with suppress(StopIteration):
            while True:
                remark("Another way to ask it, or Enter:")
                text = " ".join(next(self.said).split())
                if not text:
                    return
                self.draft.keep_alias(text)
                yield text


def _wrong_topic(text: str) -> str:
    is_named = TOPIC_NAME.fits(text) and f"{text}.yaml" != PHRASINGS_FILE
    return "" if is_named else f"is no name of a topic: {TOPIC_NAME.described}"


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

"""What the terminal adds to a conversation: commands of its own, colour, and the gaps that its misses become."""

from __future__ import annotations

import html
import re
import sys
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bot.commands.output import remark, result
from bot.matching.decision import Answer, Decision, Suggest
from bot.messages import terminal as words
from bot.problems import BotError
from bot.replies import Reply, words_in
from bot.replies.message import text_reply

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.config import Config
    from bot.engine.engine import AnsweringEngine

QUIT: Final = frozenset({"quit", "exit", "/quit", "/exit"})
HELP: Final = frozenset({"help", "/help", "?"})
OWNER: Final = "terminal"  # in place of the person and the chat
_BOLD: Final = re.compile(r"<b>(.*?)</b>", re.S)
_SMALL: Final = re.compile(r"<i>(.*?)</i>", re.S)
_TAG: Final = re.compile(r"<[^>]*>")
_ADDRESS: Final = r"https?://\S+"


@dataclass(frozen=True, slots=True)
class TerminalCommands:
    """Answers help, /topics, /why and /source, of which the last two are about the decision given before."""

    engine: AnsweringEngine

    def replies(self, text: str, last: Decision | None) -> list[Reply] | None:
        """Return the replies to a command; None for a line that is none."""
        name = text.strip().casefold()
        say = words_in(self.engine.language)
        if name in HELP:
            return [text_reply(say(words.HELP))]
        known: Mapping[str, Callable[[Decision | None], list[Reply]]] = {
            "/topics": self._topics,
            "topics": self._topics,
            "/why": self._why,
            "/source": self._source,
        }
        if name in known:
            return known[name](last)
        if name.startswith("/") and name[1:].isalpha():
            return [text_reply(say(words.UNKNOWN, command=name))]
        return None

    def _topics(self, last: Decision | None) -> list[Reply]:
        from bot.chat.commands.start_help import topics_list

        return topics_list(self.engine.base, words_in(self.engine.language))

    def _why(self, last: Decision | None) -> list[Reply]:
        from bot.chat.dialogue.memory import explanation_of
        from bot.messages import chat
        from bot.replies.message import paged
        from bot.replies.why import why_lines

        say = words_in(self.engine.language)
        if last is None:
            return [text_reply(say(chat.WHY_OF_WHAT))]
        is_chosen = isinstance(last, Answer) and not last.candidates
        return paged(why_lines(explanation_of(last, is_chosen=is_chosen), self.engine.base, say, is_for_curator=True))

    def _source(self, last: Decision | None) -> list[Reply]:
        from bot.messages import chat
        from bot.replies.message import paged
        from bot.replies.source_entry import source_entries

        say, base = words_in(self.engine.language), self.engine.base
        told = [candidate.told(base) for candidate in last.facts] if isinstance(last, Answer) else []
        if not told:
            return [text_reply(say(chat.SOURCE_OF_WHAT))]
        return paged(source_entries(list({fact.id: fact for fact in told}.values()), base, say))


@dataclass(slots=True)
class TerminalGaps:
    """Records what got no answer, and suggestions of which none was taken, among the gaps of the configured store."""

    config: Config
    engine: AnsweringEngine
    _store: Engine | None = field(default=None, init=False)
    _bot: int = field(default=0, init=False)
    _is_broken: bool = field(default=False, init=False)
    _offered: Decision | None = field(default=None, init=False)

    def heard(self, decision: Decision, *, is_choice: bool) -> None:
        """Take note of a decision; `is_choice` says that one of the suggestions before it was taken."""
        if self._offered is not None and not is_choice:
            self._record(self._offered)
        self._offered = decision if isinstance(decision, Suggest) else None
        if not isinstance(decision, Answer | Suggest):
            self._record(decision)

    def ended(self) -> None:
        """Take note that nothing more is asked."""
        if self._offered is not None:
            self._record(self._offered)
            self._offered = None

    def _record(self, decision: Decision) -> None:
        from sqlalchemy.exc import SQLAlchemyError

        if self._is_broken:
            return
        try:
            self._keep(decision)
        except (BotError, SQLAlchemyError, OSError) as error:
            self._is_broken = True
            remark(f"what finds no answer here is not kept: {str(error).partition(chr(10))[0]}")

    def _keep(self, decision: Decision) -> None:
        from bot.chat.curator.miss_recorder import as_list, match_of, nearest
        from bot.chat.dialogue.answer_service import asked_by
        from bot.curation.gaps.question_similarity import asks_something, shape_of
        from bot.matching.dialogue.ellipsis import missing_part
        from bot.store.gaps import misses
        from bot.store.gaps.misses import Miss, MissKind

        matcher, question = self.engine.matcher, asked_by(decision)
        if not asks_something(decision, matcher) or missing_part(question, matcher) is not None:
            return
        shape = shape_of(question, matcher, decision.candidates)
        miss = Miss(
            place=f"{OWNER} {uuid.uuid4().hex}",
            kind=MissKind.IGNORED if isinstance(decision, Suggest) else MissKind.REFUSED,
            person=OWNER,
            room=OWNER,
            question=question,
            shape=shape.as_text(),
            hard=" ".join(shape.hard),
            language=self.engine.language,
            nearest=as_list(candidate.fact for candidate in nearest(decision)),
            blocked="[]",
            at=time.time(),
        )
        with self._opened().begin() as connection:
            match = match_of(miss, misses.candidates(connection, self._bot, miss.hard))
            misses.record(connection, self._bot, miss, match)

    def _opened(self) -> Engine:
        """Open the store at the first miss, as a conversation without one needs none."""
        from bot.commands.stored_bot import select_bot
        from bot.store.database.engine import make_folder, open_engine
        from bot.store.database.migrate import migrate
        from bot.store.gaps import pending

        if self._store is None:
            engine = open_engine(self.config.database_url)
            make_folder(engine)
            migrate(engine)
            with engine.begin() as connection:
                self._bot = select_bot(connection, pending.bots) or 0
            self._store = engine
        return self._store


def show_reply(reply: Reply, *, in_colour: bool) -> None:
    """Print a reply, on a terminal with what is bold or small in it shown so."""
    if not in_colour:
        result(reply.plain + "\n")
        return
    from rich.console import Console
    from rich.text import Text

    text = Text(reply.plain + "\n")
    for pattern, style in ((_BOLD, "bold"), (_SMALL, "dim")):
        for part in pattern.findall(reply.html):
            told = html.unescape(_TAG.sub("", part)).strip()
            if told:
                text.highlight_regex(re.escape(told), style)
    text.highlight_regex(_ADDRESS, "cyan")
    Console(file=sys.stdout, soft_wrap=True, highlight=False).print(text)

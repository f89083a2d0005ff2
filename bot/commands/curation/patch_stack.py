"""The store → what was accepted as a patch and is not live yet; a base → the same with all of that."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.curation.file_changes import carry_out, writes_files
from bot.commands.output import remark, result_json
from bot.commands.stored_bot import bot_in, opened
from bot.curation.editing.pending_changes import Operation, Workspace, apply, as_text, read_operation
from bot.curation.editing.question_files import accepted_files, question_files
from bot.engine.files import load_base, read_folders, shown_path
from bot.problems import BotError, quoted
from bot.store.gaps.pending import Pending

if TYPE_CHECKING:
    from argparse import Namespace

    from sqlalchemy import Connection, Engine

    from bot.config import Config


@dataclass(frozen=True, slots=True)
class Stack:
    """What is pending, each made on top of those before it; without a store nothing is, and nothing is kept."""

    config: Config
    engine: Engine | None = None
    bot: int = 0
    pending: tuple[Pending, ...] = ()

    def find(self, name: str) -> Operation | None:
        """Give what something has become but is not live yet."""
        return next((read_operation(one.operation) for one in self.pending if one.name == name), None)

    def ground(self, before: str | None = None) -> tuple[Workspace, list[str]]:
        """Put what is pending on the base at hand, up to what comes `before`; name what the base did not have yet."""
        ground, on = self.base(), []
        for one in self.pending:
            if one.name == before:
                break
            operation = read_operation(one.operation)
            if not ground.has(operation):
                ground = self.with_operation(ground, one.name, operation)
                on.append(one.name)
        return ground, on

    def base(self) -> Workspace:
        """Give the base at hand as it is."""
        facts = self.config.settings.facts
        return Workspace(read_folders(facts), load_base(facts), accepted_files(facts))

    def with_operation(self, ground: Workspace, name: str, operation: Operation) -> Workspace:
        """Put one on top; raises BotError where it no longer fits."""
        try:
            return apply(ground, operation, self._accepted_beside)
        except BotError as error:
            first = str(error).partition("\n")[0]
            raise BotError(
                f"{quoted(name)} was accepted, is not live yet, and no longer fits the base ({first}); "
                f"take it back: python -m bot accept {quoted(name)} --take-back"
            ) from None

    def again(self, name: str, operation: Operation, arguments: Namespace) -> int:
        """Give once more what was accepted: its patch, or the files with it."""
        is_patch = not writes_files(arguments, self.config)
        ground, on = self.ground(before=name) if is_patch else (self.base(), [])
        if ground.has(operation):
            remark("all of it is there already")
            if arguments.json:
                result_json({"accepted": True, "files": [], "patch": None, "builds_on": []})
            return 0
        made = ground.plan_to(self.with_operation(ground, name, operation))
        carry_out(made, arguments, self.config, on)
        return 0

    def keep(self, name: str, operation: Operation) -> None:
        """Note what was accepted as a patch on top of all this."""
        from bot.store.gaps.pending import put

        if self.engine is None:
            return
        with self.engine.begin() as connection:
            text = as_text(operation)
            is_kept = put(connection, self.bot, self.pending, name, text, time.time())
        if not is_kept:
            raise BotError("something else was accepted in the meantime; try again")

    def note(self, name: str) -> None:
        """Note that a gap or proposal was accepted."""
        from bot.store.gaps.pending import accept

        if self.engine is not None:
            with self.engine.begin() as connection:
                accept(connection, self.bot, name)

    def connected(self) -> AbstractContextManager[Connection]:
        """Open the store, which has to be there."""
        if self.engine is None:
            raise BotError("there is no store yet; run the bot first")
        return self.engine.begin()

    def take_back(self, name: str, arguments: Namespace) -> int:
        """Make it as if something had not been accepted; exit with 2 where it is not pending."""
        from bot.store.gaps.pending import take_back

        later = None
        if self.engine is not None:
            with self.engine.begin() as connection:
                later = take_back(connection, self.bot, name)
        if later is None:
            raise BotError(f"{quoted(name)} is not waiting to go live; python -m bot gaps shows what is")
        remark(f"{quoted(name)} is taken back")
        if later:
            remark(f"get these patches anew, which were made on top of it: {', '.join(later)}")
        if arguments.json:
            result_json({"taken_back": name, "get_anew": [*later]})
        return 0

    def _accepted_beside(self, path: str) -> str:
        from bot.curation.editing.acceptance import folder_with

        return shown_path(question_files(folder_with(self.config, path))[1])


def stack_in(config: Config, bots: Callable[[Connection], list[int]]) -> Stack:
    """Read what is pending from a store that has to be there."""
    from bot.store.gaps.pending import listed

    engine = opened(config)
    with engine.begin() as connection:
        bot = bot_in(connection, bots)
        return Stack(config, engine, bot, tuple(listed(connection, bot)))


def stack_of(config: Config) -> Stack:
    """Read what is pending where there is a store that a bot has used, else nothing."""
    from bot.store.database.engine import is_sqlite, open_engine
    from bot.store.gaps.pending import bots

    engine = open_engine(config.database_url)
    if is_sqlite(engine) and not Path(engine.url.database or "").exists():
        return Stack(config)
    stack = stack_in(config, bots)
    return stack if stack.bot else Stack(config)

"""Reads the accepted patches that are not live yet from the store, and applies them to the base in their order.

A new patch is made on top of them, so that all of them can be applied one after the other.
"""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.curation.editing.pending_changes import Operation, Workspace, apply, as_text, read_operation
from bot.curation.editing.question_files import accepted_files, question_files
from bot.curation.editing.regression_check import folder_containing
from bot.curation.editing.undoing import find_accepted, find_fact
from bot.engine.files import load_base, read_folders, shown_path
from bot.problems import BotError, quoted
from bot.store.gaps import gaps, pending, proposals
from bot.store.gaps.pending import Pending

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from bot.config import Config


@dataclass(frozen=True, slots=True)
class PatchStack:
    """The pending patches, oldest first; without a store (`engine`) there are none, and none is kept."""

    config: Config
    engine: Engine | None = None
    bot: int = 0
    pending: tuple[Pending, ...] = ()

    def find(self, name: str) -> Operation | None:
        """Return what a gap, proposal or question was accepted as, if that is not live yet."""
        return next((read_operation(one.operation) for one in self.pending if one.name == name), None)

    def current(self) -> Workspace:
        """Read the base as it stands in the files."""
        facts = self.config.settings.facts
        return Workspace(read_folders(facts), load_base(facts), accepted_files(facts))

    def patched(self, before: str | None = None) -> tuple[Workspace, list[str]]:
        """Apply the patches that come before the one named, and name those that the files did not hold yet."""
        workspace, names = self.current(), []
        for one in self.pending:
            if one.name == before:
                break
            operation = read_operation(one.operation)
            if not workspace.has(operation):
                workspace = self.with_operation(workspace, one.name, operation)
                names.append(one.name)
        return workspace, names

    def with_operation(self, workspace: Workspace, name: str, operation: Operation) -> Workspace:
        """Apply one patch; raise BotError if it no longer fits the base."""
        try:
            return apply(workspace, operation, self._accepted_file_for)
        except BotError as error:
            first = str(error).partition("\n")[0]
            raise BotError(
                f"{quoted(name)} was accepted, is not live yet, and no longer fits the base ({first}); "
                f"take it back: python -m bot accept {quoted(name)} --take-back"
            ) from None

    def keep(self, name: str, operation: Operation) -> None:
        """Store a patch on top of the others; raise BotError if another one came in meanwhile."""
        if self.engine is None:
            return
        with self.engine.begin() as connection:
            text = as_text(operation)
            is_kept = pending.put(connection, self.bot, self.pending, name, text, time.time())
        if not is_kept:
            raise BotError("something else was accepted in the meantime; try again")

    def mark_accepted(self, name: str) -> None:
        """Record in the store that a gap or proposal was accepted."""
        if self.engine is not None:
            with self.engine.begin() as connection:
                pending.accept(connection, self.bot, name)

    def not_live(self) -> tuple[Pending, ...]:
        """Return the patches that the files of the base do not hold yet."""
        workspace = self.current() if self.pending else None
        return tuple(one for one in self.pending if workspace and not workspace.has(read_operation(one.operation)))

    def find_written(self, name: str) -> Operation | None:
        """Find what a gap, proposal or question was accepted as, if the files hold it."""
        gap, proposal = gaps.number_of(name), proposals.number_of(name)
        workspace, question = self.current(), name
        if gap is not None or proposal is not None:
            with self.connected() as connection:
                found = (
                    gaps.find(connection, self.bot, gap)
                    if gap is not None
                    else proposals.find(connection, self.bot, proposal or 0)
                )
            question = "" if found is None else found.question
        question = " ".join(question.split())
        return find_fact(question, workspace.base) if proposal is not None else find_accepted(question, workspace)

    def reopen(self, name: str) -> None:
        """Record in the store that a gap or proposal is open again."""
        if self.engine is not None:
            with self.engine.begin() as connection:
                pending.reopen(connection, self.bot, name)

    def take_back(self, name: str) -> list[str]:
        """Undo what was accepted, and name the patches that were made on top of it; raise BotError if none waits."""
        later = None
        if self.engine is not None:
            with self.engine.begin() as connection:
                later = pending.take_back(connection, self.bot, name)
        if later is None:
            raise BotError(f"{quoted(name)} is not waiting to go live; python -m bot gaps shows what is")
        return later

    def connected(self) -> AbstractContextManager[Connection]:
        """Open a transaction of the store; raise BotError if there is no store."""
        if self.engine is None:
            raise BotError("there is no store yet; run the bot first")
        return self.engine.begin()

    def _accepted_file_for(self, path: str) -> str:
        return shown_path(question_files(folder_containing(self.config, path))[1])


def read_patch_stack(config: Config, engine: Engine, bot: int) -> PatchStack:
    """Read the pending patches of a bot."""
    with engine.begin() as connection:
        return PatchStack(config, engine, bot, tuple(pending.listed(connection, bot)))

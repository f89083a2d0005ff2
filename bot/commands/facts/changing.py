"""Carries out what `edit`, `supersede` and `withdraw` want of a fact, as `accept` carries out what it adds."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from bot.commands.curation.file_changes import add_write, refuse, show_accepted, writes_files
from bot.commands.opening import add_common, add_json, configured, today
from bot.commands.output import remark
from bot.commands.stored_bot import open_store, select_bot

if TYPE_CHECKING:
    from bot.config import Config
    from bot.curation.editing.fact_changes import FactRequest
    from bot.curation.editing.patch_stack import PatchStack


def add_fact(parser: ArgumentParser) -> None:
    """Add the argument that names the fact."""
    parser.add_argument("fact", metavar="ID", help="the fact")


def add_change(parser: ArgumentParser) -> None:
    """Add the arguments that all changes of a fact have."""
    add_write(parser)
    add_json(parser, "print an object: the files that changed, the patch, or the problems")
    add_common(parser)


def add_source(parser: ArgumentParser) -> None:
    """Add the argument that says where something was read."""
    parser.add_argument(
        "--source",
        metavar="TEXT",
        action="append",
        default=[],
        help="where it was read: a key of the base with its place (“key ¶6”), or title, publisher, date and address "
        "of a new source; give it again for another",
    )


def change_fact(arguments: Namespace, request: FactRequest) -> int:
    """Exit with 0 if the fact is changed, with 1 if the bot would then be wrong elsewhere."""
    from bot.curation.editing.acceptance import Acceptance, Rejected

    config = configured(arguments)
    acceptance = Acceptance(_patch_stack(config), writes_files(arguments, config), today(), remark)
    outcome = acceptance.change(request)
    if isinstance(outcome, Rejected):
        return refuse(outcome.problems, as_json=arguments.json)
    show_accepted(outcome, as_json=arguments.json)
    return 0


def _patch_stack(config: Config) -> PatchStack:
    """Read the patches that wait, where a bot has kept any."""
    from bot.curation.editing.patch_stack import PatchStack, read_patch_stack
    from bot.store.gaps import pending

    engine = open_store(config)
    if engine is None:
        return PatchStack(config)
    with engine.begin() as connection:
        bot = select_bot(connection, pending.bots)
    return PatchStack(config) if bot is None else read_patch_stack(config, engine, bot)

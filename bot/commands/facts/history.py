"""`history`: tells what a fact has said since when and who changed it, from git, else from what the bot has kept."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Final

from bot.commands.facts.changing import add_fact
from bot.commands.opening import add_common, add_json, configured
from bot.commands.output import remark, result, result_json
from bot.problems import BotError, quoted

if TYPE_CHECKING:
    from bot.config import Config
    from bot.curation.fact_history import FactVersion
    from bot.replies.as_json import Json

KEPT_BY: Final = ("git", "store")


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    add_fact(parser)
    parser.add_argument(
        "--from", dest="kept_by", choices=KEPT_BY, help="usually git, where the facts stand in a repository"
    )
    add_json(parser, "print an object for each version")
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0 where anything is known of the fact, with 1 where nothing is."""
    from bot.curation.fact_history import history_of
    from bot.replies import words_in

    config = configured(arguments)
    versions = _from_git(config, arguments.fact) if arguments.kept_by != KEPT_BY[1] else None
    if versions is None and arguments.kept_by == KEPT_BY[0]:
        raise BotError("the facts stand in no git repository, or git is not installed")
    if not versions and arguments.kept_by is None:
        versions = _from_store(config, arguments.fact)
        if versions:
            remark("git knows nothing of it; this is what the bot has kept")
    elif versions is None:
        versions = _from_store(config, arguments.fact)
    if arguments.json:
        result_json([_object(version) for version in versions])
    else:
        for change in history_of(versions, words_in("en")):
            result(change.head)
            for line in change.fields:
                result(f"    {line}")
    if not versions:
        remark(f"nothing is kept of a fact {quoted(arguments.fact)}; is the id right?")
    return 0 if versions else 1


def _from_git(config: Config, fact: str) -> list[FactVersion] | None:
    from bot.curation.git_versions import git_versions
    from bot.engine.files import folder_of

    found = [git_versions(folder_of(facts), fact) for facts in config.settings.facts]
    kept = [versions for versions in found if versions is not None]
    return next(filter(None, kept), []) if kept else None


def _from_store(config: Config, fact: str) -> list[FactVersion]:
    from bot.commands.stored_bot import read_for_bot
    from bot.curation.fact_history import stored_versions
    from bot.store.base import fact_states
    from bot.store.gaps import pending

    states = read_for_bot(config, pending.bots, lambda connection, bot: fact_states.of_fact(connection, bot, fact))
    return stored_versions(states or [])


def _object(version: FactVersion) -> Json:
    at = version.at.isoformat() if version.at is not None else None
    return {"at": at, "by": version.by, "why": version.why, "fields": {**version.fields}}

"""`migrate`: brings the store to the schema of this version before the bot starts."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from bot.commands.opening import add_common, configured
from bot.commands.output import result


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Migrate; 0 whether or not anything was missing."""
    from bot.store.database.engine import open_engine
    from bot.store.database.migrate import HEAD, migrate

    was_behind = migrate(open_engine(configured(arguments).database_url))
    result(f"the store was brought to step {HEAD}" if was_behind else f"the store is at step {HEAD}")
    return 0

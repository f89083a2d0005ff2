"""Brings the tables of a database up to date, by one process at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, func, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.store.database.advisory_locks import MIGRATION
from bot.store.database.engine import StoreError, is_sqlite, make_folder, unusable

HEAD: Final = "0017"  # the newest step; what is there already needs no Alembic, whose import takes time
log = logging.getLogger(__name__)


def apply_steps(connection: Connection) -> bool:
    """Apply the steps that are missing; return whether there were any."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[1] / "migrations"))
    config.attributes["connection"] = connection
    before = _revision(connection)
    if before == HEAD:
        return False  # another process was quicker
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if before is not None and before not in known:
        raise StoreError(
            f"the store is at step {before}, which this version does not know; "
            "run the version that made it, or a newer one"
        )
    command.upgrade(config, "head")
    log.info("the store was brought from step %s to %s", before or "0", HEAD)
    return True


def migrate(engine: Engine, apply: Callable[[Connection], bool] = apply_steps) -> bool:
    """Apply what is missing, all or nothing; return whether anything was. Raises StoreError."""
    make_folder(engine)
    try:
        with engine.connect() as connection:
            if _revision(connection) == HEAD:
                return False
        # On SQLite every transaction of ours locks the file from its beginning.
        with engine.begin() as connection:
            if not is_sqlite(engine):
                connection.execute(text("SET LOCAL lock_timeout = 0"))
                connection.execute(select(func.pg_advisory_xact_lock(MIGRATION)))
            return apply(connection)
    except SQLAlchemyError as error:
        raise unusable(engine, error) from error


def _revision(connection: Connection) -> str | None:
    """Return the step at which the database is; None for one that is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision

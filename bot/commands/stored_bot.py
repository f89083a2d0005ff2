"""Opens the store that the configuration names, and selects the bot whose records a command reads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from bot.config import read_bot_number
from bot.problems import BotError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from bot.config import Config


T = TypeVar("T")

NO_STORE: Final = "nothing is kept yet: the bot has not run"


def open_store(config: Config) -> Engine | None:
    """Open the store and migrate it to the newest schema; None if no bot has made one yet."""
    from bot.store.database.engine import is_sqlite, open_engine
    from bot.store.database.migrate import migrate

    engine = open_engine(config.database_url)
    if is_sqlite(engine) and not Path(engine.url.database or "").exists():
        return None
    migrate(engine)
    return engine


def require_store(config: Config) -> Engine:
    """Open the store as `open_store` does; raise BotError if there is none."""
    engine = open_store(config)
    if engine is None:
        raise BotError(f"{NO_STORE}; run the bot first")
    return engine


def select_bot(connection: Connection, bots: Callable[[Connection], Sequence[int]]) -> int | None:
    """Return the number of the bot that the token belongs to, else of the only one that `bots` lists; None if none is.

    The token is that of TELEGRAM_BOT_TOKEN or of the file that TELEGRAM_BOT_TOKEN_FILE names. Raise BotError if there
    are several bots and no token.
    """
    number = read_bot_number(os.environ)
    if number is not None:
        return number
    kept = bots(connection)
    known = [bot for bot in kept if bot] or kept  # 0 is what was kept before any bot had run
    if len(known) > 1:
        raise BotError(f"the store serves {len(known)} bots; set TELEGRAM_BOT_TOKEN to say which is meant")
    return known[0] if known else None


def read_for_bot(
    config: Config, bots: Callable[[Connection], Sequence[int]], read: Callable[[Connection, int], T]
) -> T | None:
    """Read something of one bot, selected as in `select_bot`; None if there is no store, or no bot has used it."""
    engine = open_store(config)
    if engine is None:
        return None
    with engine.begin() as connection:
        bot = select_bot(connection, bots)
        return None if bot is None else read(connection, bot)


@contextmanager
def opened_for_bot(config: Config) -> Iterator[tuple[Connection, int]]:
    """Open a transaction of the store, which is made if there is none, and name the bot; 0 where none has used it."""
    from bot.store.database.engine import make_folder, open_engine
    from bot.store.database.migrate import migrate
    from bot.store.gaps import pending

    engine = open_engine(config.database_url)
    make_folder(engine)
    migrate(engine)
    with engine.begin() as connection:
        yield connection, select_bot(connection, pending.bots) or 0

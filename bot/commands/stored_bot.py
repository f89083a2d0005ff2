"""A configuration → what a bot has kept in the store, where there is one."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from bot.problems import BotError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from bot.config import Config


T = TypeVar("T")


def kept(config: Config, bots: Callable[[Connection], Sequence[int]], read: Callable[[Connection, int], T]) -> T | None:
    """Read what one bot has kept: that of the token, else the only one of `bots`; None where none has any."""
    from bot.store.database.engine import is_sqlite, open_engine
    from bot.store.database.migrate import migrate

    engine = open_engine(config.database_url)
    if is_sqlite(engine) and not Path(engine.url.database or "").exists():
        return None
    migrate(engine)
    with engine.begin() as connection:
        token = config.telegram.token
        number = token.reveal().partition(":")[0] if token is not None else ""
        known = [int(number)] if number.isdecimal() else list(bots(connection))
        if len(known) > 1:
            raise BotError(f"the store knows {len(known)} bots; set TELEGRAM_BOT_TOKEN to say which is meant")
        return read(connection, known[0]) if known else None


NO_STORE: Final = "nothing is kept yet: the bot has not run"


def opened(config: Config) -> Engine:
    """Open a store that is there, and bring it up to date."""
    engine = opened_if_there(config)
    if engine is None:
        raise BotError(f"{NO_STORE}; run the bot first")
    return engine


def opened_if_there(config: Config) -> Engine | None:
    """Open the store, and bring it up to date; None where the bot has not made one yet."""
    from bot.store.database.engine import is_sqlite, open_engine
    from bot.store.database.migrate import migrate

    engine = open_engine(config.database_url)
    if is_sqlite(engine) and not Path(engine.url.database or "").exists():
        return None
    migrate(engine)
    return engine


def bot_in(connection: Connection, bots: Callable[[Connection], list[int]]) -> int:
    """Say which bot is meant: that of the token, else the only one of those that `bots` lists."""
    number = os.environ.get("TELEGRAM_BOT_TOKEN", "").partition(":")[0]
    if number.isdecimal():
        return int(number)
    known = bots(connection)
    if len(known) > 1:
        raise BotError(f"the store serves {len(known)} bots; set TELEGRAM_BOT_TOKEN to say which is meant")
    return known[0] if known else 0

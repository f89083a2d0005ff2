"""A configuration → the store that a bot has used, and which bot of it is meant."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.problems import BotError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from bot.config import Config


def opened(config: Config) -> Engine:
    """Open a store that is there, and bring it up to date."""
    from bot.store.engine import StoreError, is_sqlite, open_engine
    from bot.store.migrate import migrate

    engine = open_engine(config.database_url)
    if is_sqlite(engine) and not Path(engine.url.database or "").exists():
        raise StoreError(f"there is no store at '{engine.url.database}' yet; run the bot first")
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

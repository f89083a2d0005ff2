"""A configuration → what a bot has kept in the store, where there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.problems import BotError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.config import Config

T = TypeVar("T")


def kept(
    config: Config, bots: Callable[[Connection], Sequence[int]], read: Callable[[Connection, int], T]
) -> T | None:
    """Read what one bot has kept: that of the token, else the only one of `bots`; None where none has any."""
    from bot.store.engine import is_sqlite, open_engine
    from bot.store.migrate import migrate

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

"""Counts sends against the rate limits of Telegram, for all processes together."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Double,
    Executable,
    Index,
    Integer,
    Table,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.database.advisory_locks import RATE_LIMITS
from bot.store.database.metadata import metadata

# Sends of the last minute, as far as Telegram counts them; chat 0 stands for all chats.
slots: Final = Table(
    "slots",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("bot_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("at", Double, nullable=False),
)
Index("ix_slots_chat", slots.c.bot_id, slots.c.chat_id, slots.c.at)
Index("ix_slots_all", slots.c.bot_id, slots.c.at)

# Chats in which Telegram has asked for a pause (429).
pauses: Final = Table(
    "pauses",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("since", Double, nullable=False),
    Column("until", Double, nullable=False),
)

# Telegram's own limits, in windows a little longer, as its clock is another.
CHAT: Final = (1, 1.02)
GROUP: Final = (20, 60.5)
ALL: Final = (30, 1.02)
EVERY_CHAT: Final = 0
KEPT: Final = 120.0  # seconds
# A send under way may reach Telegram at any time until it is answered, so it counts as sent this far ahead.
UNDER_WAY: Final = 10.0
AHEAD: Final = 30.0  # what is further ahead comes from a clock that was set back


def shared_time(connection: Connection, bot: int) -> float:
    """Return the time by one clock for all processes; on PostgreSQL they take turns until their transaction ends."""
    if connection.dialect.name == "sqlite":
        return time.time()
    turn = zlib.crc32(str(bot).encode()) >> 1
    connection.execute(select(func.pg_advisory_xact_lock(RATE_LIMITS, turn)))
    return float(connection.scalars(select(func.extract("epoch", func.clock_timestamp()))).one())


Clock: TypeAlias = Callable[[Connection, int], float]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many seconds to wait, and whether only the limit of all chats together is to blame; else the slot taken."""

    wait: float
    is_for_all: bool = False
    slot: int | None = None


def take(connection: Connection, bot: int, chat: int, *, clock: Clock = shared_time) -> Verdict:
    """Count a send to a chat if it may go now; `settle` tells its end. A group's number is below 0."""
    now = clock(connection, bot)
    kinds = [(chat, CHAT), (chat, GROUP), (EVERY_CHAT, ALL)] if chat < 0 else [(chat, CHAT), (EVERY_CHAT, ALL)]
    waits = [_wait(connection, bot, number, limit, now) for number, limit in kinds]
    own = max(*waits[:-1], _pause(connection, bot, chat, now))
    if own > 0:
        return Verdict(own)
    if waits[-1] > 0:
        return Verdict(waits[-1], is_for_all=True)
    slot = connection.scalar(TAKING, {"bot_id": bot, "chat_id": chat, "at": now + UNDER_WAY})
    return Verdict(0.0, slot=slot)


def settle(connection: Connection, bot: int, slot: int, *, clock: Clock = shared_time) -> None:
    """Count a send as of now, when Telegram has answered it or will not."""
    connection.execute(SETTLING, {"now": clock(connection, bot), "slot": slot})


def settle_all(connection: Connection, bot: int, *, clock: Clock = shared_time) -> None:
    """Count all sends under way as of now; those of processes that are gone are among them."""
    now = clock(connection, bot)
    is_under_way = (slots.c.bot_id == bot, slots.c.at > now)
    connection.execute(update(slots).where(*is_under_way).values(at=now))


def pause(connection: Connection, bot: int, chat: int, seconds: float, *, clock: Clock = shared_time) -> None:
    """Pause sends to a chat, as Telegram asks with a 429; where a second chat is paused too, pause all."""
    now = clock(connection, bot)
    others = select(func.count()).where(
        pauses.c.bot_id == bot, pauses.c.chat_id != chat, pauses.c.since <= now, pauses.c.until > now
    )
    chats = [chat, EVERY_CHAT] if connection.scalar(others) else [chat]
    insert: Any = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    adding = insert(pauses)
    adding = adding.on_conflict_do_update(
        index_elements=["bot_id", "chat_id"],
        set_={name: adding.excluded[name] for name in ("since", "until")},
    )
    rows = [{"bot_id": bot, "chat_id": one, "since": now, "until": now + seconds} for one in chats]
    connection.execute(adding, rows)


def forget(connection: Connection, bot: int, *, clock: Clock = shared_time) -> None:
    """Delete entries that no longer count."""
    now = clock(connection, bot)
    is_old = or_(slots.c.at < now - KEPT, slots.c.at > now + KEPT)
    connection.execute(delete(slots).where(slots.c.bot_id == bot, is_old))
    connection.execute(delete(pauses).where(pauses.c.bot_id == bot, or_(pauses.c.until < now, pauses.c.since > now)))


TAKING: Final = insert(slots).returning(slots.c.id)
SETTLING: Final = update(slots).where(slots.c.id == bindparam("slot")).values(at=bindparam("now", type_=Double))
BOT: Final = bindparam("of_bot", type_=BigInteger)
NOW: Final = bindparam("now", type_=Double)


def _wait(connection: Connection, bot: int, chat: int, limit: tuple[int, float], now: float) -> float:
    most, window = limit
    values = {"of_bot": bot, "now": now, "since": now - window, "but": most - 1}
    if chat != EVERY_CHAT:
        values["chat"] = chat
    last = connection.scalar(_counting(chat == EVERY_CHAT), values)
    return 0.0 if last is None else min(last, now) + window - now


@cache
def _counting(is_for_all: bool) -> Executable:
    """Select the send that has to leave the window before the next may go."""
    found = select(slots.c.at).where(
        slots.c.bot_id == BOT, slots.c.at > bindparam("since", type_=Double), slots.c.at < NOW + AHEAD
    )
    if not is_for_all:
        found = found.where(slots.c.chat_id == bindparam("chat", type_=BigInteger))
    return found.order_by(slots.c.at.desc()).limit(1).offset(bindparam("but"))


PAUSED: Final = select(func.max(pauses.c.until)).where(
    pauses.c.bot_id == BOT,
    pauses.c.chat_id.in_([bindparam("chat", type_=BigInteger), literal_column("0")]),
    pauses.c.since <= NOW + AHEAD,
)


def _pause(connection: Connection, bot: int, chat: int, now: float) -> float:
    until = connection.scalar(PAUSED, {"of_bot": bot, "chat": chat, "now": now})
    return 0.0 if until is None else until - now

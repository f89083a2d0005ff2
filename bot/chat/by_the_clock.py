"""The settings → what posts by the clock, and what chats set it with."""

from __future__ import annotations

from bot.chat.configured import configured
from bot.chat.door import Door
from bot.chat.posting import Posting
from bot.chat.scheduling import Scheduling
from bot.chat.subscribing import Subscribing
from bot.config import Settings


def by_the_clock(settings: Settings, posting: Posting, door: Door) -> tuple[Subscribing, Scheduling]:
    """Put together what keeps subscriptions, and what posts them and the schedules of the settings."""
    store, clock = posting.store, posting.clock
    planned = configured(settings, clock().timestamp())
    ids = frozenset(one.id for one in planned)
    subscribing = Subscribing(door, posting.answering, store, ids, settings.time_zone, clock)
    return subscribing, Scheduling(store, posting, planned, clock)

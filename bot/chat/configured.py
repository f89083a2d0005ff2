"""`schedules:` of config.yaml → schedules as the store keeps them, each under a name that its content gives it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from bot.config import Settings
from bot.store.schedules import CONFIGURED, Schedule


def configured(settings: Settings, now: float) -> tuple[Schedule, ...]:
    """Give the schedules of the settings; one that is changed there is another one."""
    return tuple(_schedules(settings, now))


def _schedules(settings: Settings, now: float) -> Iterable[Schedule]:
    for one in settings.schedules:
        zone = one.time_zone or settings.time_zone
        told = repr((one.chat, one.thread, one.cron, zone, one.topic, str(one.what)))
        yield Schedule(
            id="c" + hashlib.blake2b(told.encode(), digest_size=8).hexdigest(),
            number=CONFIGURED,
            chat_id=one.chat,
            thread_id=one.thread or 0,
            line=one.cron,
            zone=zone,
            topic=one.topic,
            what=one.what,
            language=None,
            since=now,
            until=now,
        )

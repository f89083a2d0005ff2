"""`schedules:` of config.yaml → schedules as the store keeps them, each under a name that its content gives it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from difflib import get_close_matches

from bot.config import Settings
from bot.factbase.model import FactBase
from bot.problems import BotError, quoted
from bot.store.schedules import CONFIGURED, Schedule


def configured(settings: Settings, now: float) -> tuple[Schedule, ...]:
    """Give the schedules of the settings; one that is changed there is another one."""
    return tuple(_schedules(settings, now))


def check_scheduled(settings: Settings, base: FactBase) -> None:
    """Complain about a topic that is to be posted and the base does not have."""
    held = [topic.name for topic in base.topics]
    for number, one in enumerate(settings.schedules, 1):
        if one.topic not in held:
            near = get_close_matches(one.topic, held, n=1)
            mend = f"did you mean '{near[0]}'?" if near else f"topics are {', '.join(held)}"
            raise BotError(f"'schedules.{number}.topic' is {quoted(one.topic)}, which is no topic; {mend}")


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

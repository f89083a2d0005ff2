"""What the desk of the curators does → its commands, its buttons, and its work beside the updates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from bot.chat.accepting import Accepting
from bot.chat.beside import Task
from bot.chat.commanding import Responders
from bot.chat.door import Door
from bot.chat.following_up import FollowingUp
from bot.chat.gap_desk import GapDesk
from bot.chat.gap_news import GapNews
from bot.chat.later import Later
from bot.chat.missing import Misses
from bot.chat.not_live import NotLive
from bot.chat.outbox import Outbox
from bot.chat.preflighting import Preflight
from bot.chat.processing import AnyApplication
from bot.chat.proposing import Proposing
from bot.chat.scene import Scenes
from bot.chat.statistics import Statistics
from bot.config import Config


def for_curators(
    application: AnyApplication,
    config: Config,
    outbox: Outbox,
    scenes: Scenes,
    door: Door,
    misses: Misses,
    clock: Callable[[], dt.datetime],
) -> tuple[Responders, Task]:
    """Have the application call the desk for its buttons; give its commands, and what it does beside the updates."""
    bot, settings, store = application.bot, config.settings, door.memory.store
    answering, places = scenes.answering, scenes.places
    accepting = Accepting(config)
    not_live = NotLive(store, door.sender, accepting)
    desk = GapDesk(misses.reconsidering, store, door.sender, scenes, door, accepting, not_live)
    proposing = Proposing(bot, outbox, scenes, door, accepting, not_live)
    desk.register(application)
    proposing.register(application)
    later = Later(bot, outbox, answering, places, door.memory, settings.feedback)
    news = GapNews(bot, outbox, answering, places, store, settings.staff, settings.language, clock)
    follow_up = dt.timedelta(days=settings.follow_up_days)
    responders = {
        **desk.responders(),
        **proposing.responders(),
        **Preflight(answering, store).responders(),
        **Statistics(door.sender, answering, door.memory, clock).responders(),
    }
    reconsidering, folders = misses.reconsidering, settings.facts
    return responders, FollowingUp(reconsidering, places, misses, later, news, store, folders, follow_up, clock)

"""What serves chats → put together and registered with the library's application."""

from __future__ import annotations

import datetime as dt

from bot.chat.answering import Answering
from bot.chat.asking_back import AskingBack
from bot.chat.basics import Basics
from bot.chat.beside import Task
from bot.chat.by_the_clock import by_the_clock
from bot.chat.changes import Changes
from bot.chat.commanding import Responders
from bot.chat.complaining import Complaints
from bot.chat.correcting import correcting
from bot.chat.curating import for_curators
from bot.chat.door import Door
from bot.chat.facts_page import address_of_page
from bot.chat.handlers import Handlers
from bot.chat.handouts import Handouts
from bot.chat.inline import Inline
from bot.chat.joining import Joining
from bot.chat.leading import WEBHOOK, lives
from bot.chat.missing import Misses
from bot.chat.outbox import Outbox
from bot.chat.overhearing import Overhearing
from bot.chat.places import Places
from bot.chat.posting import Posting
from bot.chat.privacy import Privacy
from bot.chat.processing import AnyApplication
from bot.chat.reconsidering import Reconsidering
from bot.chat.remembering import Memory
from bot.chat.repeating import Repetition
from bot.chat.saying import Saying
from bot.chat.scene import Scenes
from bot.chat.sending import Sender
from bot.chat.sessions import Sessions
from bot.chat.upkeep import looking_after
from bot.chat.voting import Voting
from bot.config import Config
from bot.store.store import Store


def assemble(
    application: AnyApplication,
    config: Config,
    outbox: Outbox,
    answering: Answering,
    store: Store,
    token: str,
) -> list[Task]:
    """Have the application call what serves chats; of two that would take an update, the first does.

    Returns what is to be done beside the updates.
    """
    bot, settings = application.bot, config.settings
    places, memory = Places(settings, store), Memory(store, token, utc_now)
    sender, scenes = Sender(bot, outbox, places.move), Scenes(places, answering)
    door = Door(bot, sender, memory, settings)
    briefing, sessions = for_briefings(application, sender, memory, answering, scenes, door)
    saying = Saying(sender, memory, Repetition(answering, memory), settings.feedback, sessions)
    stale_after, misses = dt.timedelta(minutes=settings.stale_after), Misses(Reconsidering(answering), memory)
    complaints = Complaints(bot, outbox, answering, settings.staff, settings.language)
    posting = Posting(bot, outbox, answering, places, store, 60.0 * settings.make_up_minutes, utc_now)
    subscribing, scheduling = by_the_clock(settings, posting, door)
    reloading, upkeep = looking_after(bot, config, outbox, answering, store, utc_now)
    curating, following_up = for_curators(application, config, outbox, scenes, door, misses, utc_now)
    responders = {
        **for_everybody(answering, sender, memory, config),
        **briefing,
        **subscribing.responders(),
        **upkeep.responders(),
        **curating,
    }
    Joining(bot, sender, scenes).register(application)
    Voting(bot, outbox, answering, memory, complaints, misses, door, places).register(application)
    Inline(bot, store, answering, scenes, door, utc_now).register(application)
    Handlers(saying, misses, outbox, answering, door, scenes, responders, stale_after, utc_now).register(application)
    Overhearing(answering, scenes, door, saying, settings.thresholds, stale_after, utc_now).register(application)
    return [scheduling, reloading, following_up, correcting(posting, settings, reloading)]


def for_everybody(answering: Answering, sender: Sender, memory: Memory, config: Config) -> Responders:
    """Give the commands with which everybody finds their way."""
    settings, address = config.settings, address_of_page(config)

    async def page() -> str | None:
        return address if address is not None and await lives(memory.store, WEBHOOK) else None

    return {
        **Basics(answering, sender, settings.is_curator, page).responders(),
        **AskingBack(answering, memory, settings.is_curator).responders(),
        **Privacy(memory, settings).responders(),
        **Changes(answering, memory.store, utc_now).responders(),
    }


def for_briefings(
    application: AnyApplication, sender: Sender, memory: Memory, answering: Answering, scenes: Scenes, door: Door
) -> tuple[Responders, Sessions]:
    """Give the commands of a briefing, and what records it."""
    handouts = Handouts(sender, answering, scenes, door, utc_now)
    handouts.register(application)
    sessions = Sessions(sender, memory, answering, door, utc_now)
    return {**handouts.responders(), **sessions.responders()}, sessions


def utc_now() -> dt.datetime:
    """Tell the time."""
    return dt.datetime.now(dt.UTC)

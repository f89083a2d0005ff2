"""What the desk of the curators does → its commands, its buttons, and its work beside the updates."""

from __future__ import annotations

from bot.chat.accepting import Accepting
from bot.chat.commanding import Responders
from bot.chat.door import Door
from bot.chat.gap_desk import GapDesk
from bot.chat.outbox import Outbox
from bot.chat.patching import Patches
from bot.chat.processing import AnyApplication
from bot.chat.scene import Scenes
from bot.config import Config


def for_curators(
    application: AnyApplication, config: Config, outbox: Outbox, scenes: Scenes, door: Door
) -> Responders:
    """Have the application call the desk for its buttons; give its commands."""
    patches = Patches(application.bot, outbox)
    desk = GapDesk(scenes.answering, door.memory.store, door.sender, patches, scenes, door, Accepting(config))
    desk.register(application)
    return desk.responders()

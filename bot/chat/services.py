"""The parts that most features of the chat need; bot/chat/serving/wiring.py builds them once, as one value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from telegram import Bot

from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.dialogue.chat_context import ChatContexts
from bot.chat.dialogue.memory import DialogueMemory
from bot.chat.outbound.curator_notices import Notices
from bot.chat.outbound.outbox import Outbox
from bot.chat.outbound.sender import Sender
from bot.chat.protocol.chat_policy import ChatPolicies
from bot.chat.routing.access import AccessControl
from bot.config import Config, Settings
from bot.store.database.store import Store
from bot.store.events.outgoing import EventLog


@dataclass(frozen=True, slots=True)
class Services:
    """What a feature of the chat is made with; it keeps nothing of its own."""

    config: Config
    bot: Bot
    store: Store
    outbox: Outbox
    sender: Sender
    notices: Notices
    answer_service: AnswerService
    memory: DialogueMemory
    policies: ChatPolicies
    chat_contexts: ChatContexts
    access: AccessControl
    clock: Callable[[], dt.datetime]
    events: EventLog = field(default_factory=EventLog)

    @property
    def settings(self) -> Settings:
        """Return what config.yaml says."""
        return self.config.settings

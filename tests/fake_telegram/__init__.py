"""A fake Telegram for tests: the Bot API over real HTTP, people and chats in the test's hands."""

from .bots import Bot
from .chats import Chat, Topic
from .control import FakeTelegram
from .faults import (
    BadAnswer,
    Blocked,
    ConnectionReset,
    Hang,
    Kicked,
    Migrated,
    Refused,
    Slow,
    TooManyRequests,
)
from .groups import Group
from .inline import InlineQuery
from .journal import Request
from .limits import Limits
from .messages import Button, Message
from .people import Person, Press
from .wire import Json

__all__ = [
    "BadAnswer",
    "Blocked",
    "Bot",
    "Button",
    "Chat",
    "ConnectionReset",
    "FakeTelegram",
    "Group",
    "Hang",
    "InlineQuery",
    "Json",
    "Kicked",
    "Limits",
    "Message",
    "Migrated",
    "Person",
    "Press",
    "Refused",
    "Request",
    "Slow",
    "TooManyRequests",
    "Topic",
]

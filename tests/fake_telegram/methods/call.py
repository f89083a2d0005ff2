"""One call of a method: who calls, with which parameters, read with Telegram's refusals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ..bots import Bot
from ..chats import Chat
from ..refusals import bad_request
from ..wire import Json, Upload
from ..world import World


@dataclass(slots=True)
class Call:
    """The world's lock is held while a method runs."""

    world: World
    bot: Bot
    params: Json
    files: dict[str, Upload] = field(default_factory=dict)

    @property
    def chat(self) -> Chat:
        """The chat of `chat_id`."""
        return self.world.find_chat(self.bot, self.params.get("chat_id"))

    def text(self, name: str) -> str:
        """A text parameter, empty if it is missing."""
        return str(self.params.get(name, ""))

    def number(self, name: str, default: int) -> int:
        """A number, the default if it is missing or none."""
        try:
            return int(self.params.get(name, default))
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """A yes or no; missing is no."""
        return self.params.get(name) in (True, "true", "True", "1", 1)

    def list(self, name: str) -> list[Any]:
        """A list, empty if it is missing."""
        value = self.params.get(name)
        if value is None or value == "":
            return []
        if not isinstance(value, list):
            raise bad_request(f"can't parse {name} JSON object: expected an Array")
        return value

    def object(self, name: str) -> Json:
        """An object, empty if it is missing."""
        value = self.params.get(name)
        if value is None or value == "":
            return {}
        if not isinstance(value, dict):
            raise bad_request(f"can't parse {name} JSON object")
        return value


Method: TypeAlias = Callable[[Call], Any]
METHODS: dict[str, tuple[str, Method]] = {}  # lower-case name → Telegram's spelling, function


def method(name: str) -> Callable[[Method], Method]:
    """Register a method under its name in the Bot API."""

    def register(function: Method) -> Method:
        METHODS[name.lower()] = (name, function)
        return function

    return register

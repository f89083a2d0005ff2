"""A command → who answers it: every room of the bot that has commands names them here, and nowhere else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from telegram import Message, User

from bot.chat.addressing import Command
from bot.chat.remembering import user_of
from bot.chat.scene import Scene
from bot.factbase.audience import Audience
from bot.replies import Reply, Words


@dataclass(frozen=True, slots=True)
class Asked:
    """A command that was let in, the message that it stands in, and where that is."""

    command: Command
    message: Message
    scene: Scene

    @property
    def argument(self) -> str:
        """Give what stands behind the command."""
        return self.command.argument

    @property
    def say(self) -> Words:
        """Give the words to reply in."""
        return self.scene.say

    @property
    def audience(self) -> Audience:
        """Say who looks at the reply."""
        return self.scene.audience

    @property
    def user(self) -> User | None:
        """Give the person who asks; None for who writes as a chat."""
        return user_of(self.message)


Respond: TypeAlias = Callable[[Asked], Awaitable[Sequence[Reply]]]  # what is replied, message by message
Responders: TypeAlias = Mapping[str, Respond]  # by the name of the command

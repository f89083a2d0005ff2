"""/privacy and /forgetme → what is kept of a person, and its end."""

from __future__ import annotations

from dataclasses import dataclass

from telegram.constants import ChatType

from bot.chat import words
from bot.chat.commanding import Asked, Responders
from bot.chat.plain import sentence
from bot.chat.remembering import Memory
from bot.config import Settings
from bot.replies import Reply
from bot.store.forgetting import forget_person


@dataclass(frozen=True, slots=True)
class Privacy:
    """Says what is kept, and deletes it."""

    memory: Memory
    settings: Settings

    def responders(self) -> Responders:
        """Name the commands."""
        return {"privacy": self.kept, "forgetme": self.forget}

    async def kept(self, asked: Asked) -> list[Reply]:
        """Say what is kept and for how long; in private also the person's number, for who is to be a curator."""
        say, user = asked.say, asked.user
        text = say(
            words.PRIVACY,
            minutes=say.count(words.MINUTES, self.settings.context_minutes),
            days=say.count(words.DAYS, self.settings.retention_days),
            follow_up=say.count(words.DAYS, self.settings.follow_up_days),
        )
        if user is not None and asked.message.chat.type == ChatType.PRIVATE:
            text = f"{text}\n\n{say(words.YOUR_NUMBER, number=user.id)}"
        return [sentence(text)]

    async def forget(self, asked: Asked) -> list[Reply]:
        """Delete all that is kept of the person who asks."""
        user = asked.user
        if user is None:
            return [sentence(asked.say(words.WHO_ARE_YOU))]
        store, person = self.memory.store, self.memory.person(user)
        await store.run(lambda connection: forget_person(connection, store.bot, user.id, person))
        return [sentence(asked.say(words.FORGOTTEN))]

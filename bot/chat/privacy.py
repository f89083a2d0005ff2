"""/privacy and /forgetme → what is kept of a person, and its end."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message
from telegram.constants import ChatType

from bot.chat import words
from bot.chat.remembering import Memory, user_of
from bot.config import Settings
from bot.replies import Words
from bot.store.forgetting import forget_person


@dataclass(frozen=True, slots=True)
class Privacy:
    """Says what is kept, and deletes it."""

    memory: Memory
    settings: Settings

    def kept(self, message: Message, say: Words) -> str:
        """Say what is kept and for how long; in private also the person's number, for who is to be a curator."""
        text = say(
            words.PRIVACY,
            minutes=say.count(words.MINUTES, self.settings.context_minutes),
            days=say.count(words.DAYS, self.settings.retention_days),
        )
        user = user_of(message)
        if user is None or message.chat.type != ChatType.PRIVATE:
            return text
        return f"{text}\n\n{say(words.YOUR_NUMBER, number=user.id)}"

    async def forget(self, message: Message, say: Words) -> str:
        """Delete all that is kept of the person who asks."""
        user = user_of(message)
        if user is None:
            return say(words.WHO_ARE_YOU)
        store, person = self.memory.store, self.memory.person(user)
        await store.run(lambda connection: forget_person(connection, store.bot, user.id, person))
        return say(words.FORGOTTEN)

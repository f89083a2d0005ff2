"""/privacy and /forgetme → what is kept of a person, and its end."""

from __future__ import annotations

from dataclasses import dataclass

from telegram.constants import ChatType

from bot.chat.dialogue.memory import DialogueMemory
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.config import Settings
from bot.messages import chat
from bot.replies import Reply
from bot.replies.message import text_reply
from bot.store.erasure import forget_person


@dataclass(frozen=True, slots=True)
class Privacy:
    """Says what is kept, and deletes it."""

    memory: DialogueMemory
    settings: Settings

    def responders(self) -> CommandTable:
        """Name the commands."""
        return {"privacy": self.kept, "forgetme": self.forget}

    async def kept(self, asked: CommandCall) -> list[Reply]:
        """Say what is kept and for how long; in private also the person's number, for who is to be a curator."""
        say, user = asked.say, asked.user
        text = say(
            chat.PRIVACY,
            minutes=say.count(chat.MINUTES, self.settings.context_minutes),
            days=say.count(chat.DAYS, self.settings.retention_days),
            follow_up=say.count(chat.DAYS, self.settings.follow_up_days),
        )
        if user is not None and asked.message.chat.type == ChatType.PRIVATE:
            text = f"{text}\n\n{say(chat.YOUR_NUMBER, number=user.id)}"
        return [text_reply(text)]

    async def forget(self, asked: CommandCall) -> list[Reply]:
        """Delete all that is kept of the person who asks."""
        user = asked.user
        if user is None:
            return [text_reply(asked.say(chat.WHO_ARE_YOU))]
        store, person = self.memory.store, self.memory.person(user)
        await store.run(lambda connection: forget_person(connection, store.bot, user.id, person))
        return [text_reply(asked.say(chat.FORGOTTEN))]

"""Answers /privacy and /forgetme: says what is kept of a person, and deletes it."""

from __future__ import annotations

from dataclasses import dataclass

from telegram.constants import ChatType

from bot.chat.dialogue.memory import DialogueMemory
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.config import Settings
from bot.messages import chat as words
from bot.replies import Reply
from bot.replies.message import text_reply
from bot.store.erasure import forget_person


@dataclass(frozen=True, slots=True)
class Privacy:
    """Says what the store keeps of a person, and deletes it."""

    memory: DialogueMemory
    settings: Settings

    def commands(self) -> CommandTable:
        """Return the handlers of the commands."""
        return {"privacy": self.kept, "forgetme": self.forget}

    async def kept(self, call: CommandCall) -> list[Reply]:
        """Say what is kept and for how long; in private also the person's number, which makes somebody a curator."""
        say, user = call.say, call.user
        text = say(
            words.PRIVACY,
            minutes=say.count(words.MINUTES, self.settings.context_minutes),
            days=say.count(words.DAYS, self.settings.retention_days),
            follow_up=say.count(words.DAYS, self.settings.follow_up_days),
        )
        if user is not None and call.message.chat.type == ChatType.PRIVATE:
            text = f"{text}\n\n{say(words.YOUR_NUMBER, number=user.id)}"
        return [text_reply(text)]

    async def forget(self, call: CommandCall) -> list[Reply]:
        """Delete all that is kept of the person who asks."""
        user = call.user
        if user is None:
            return [text_reply(call.say(words.WHO_ARE_YOU))]
        store, person = self.memory.store, self.memory.person(user)
        await store.run(lambda connection: forget_person(connection, store.bot, user.id, person))
        return [text_reply(call.say(words.FORGOTTEN))]

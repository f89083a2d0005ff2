"""What was worked out for a message → said in the chat once, with buttons, and kept in mind."""

from __future__ import annotations

from dataclasses import dataclass, replace

from telegram import InlineKeyboardMarkup, MaybeInaccessibleMessage, Message, User

from bot.chat.answering import Answered
from bot.chat.below import below
from bot.chat.remembering import Memory
from bot.chat.repeating import Repetition
from bot.chat.scene import Scene
from bot.chat.sending import Sender
from bot.chat.sessions import Sessions


@dataclass(frozen=True, slots=True)
class Saying:
    """Replies to messages."""

    sender: Sender
    memory: Memory
    repetition: Repetition
    has_thumbs: bool
    sessions: Sessions

    async def say(self, message: Message, answered: Answered, asked: str | None, scene: Scene) -> int | None:
        """Reply, or point to where the same was answered a short while ago; return the new message, if any."""
        pointer = await self.repetition.pointer(message, answered, scene)
        if pointer is not None:
            sent = await self.sender.reply(message, pointer.reply, asked, at=pointer.to)
            if sent is not None:
                await self._keep(message, sent, replace(answered, held=None), scene)  # it tells no fact itself
                return sent
        sent = await self.sender.reply(message, answered.reply, asked, self.buttons(answered, scene))
        await self._keep(message, sent, answered, scene)
        if sent is not None:
            await self.repetition.note(message, sent, answered, scene)
        return sent

    async def change(self, message: Message, earlier: int, answered: Answered, scene: Scene) -> bool:
        """Put another reply to a message in place of an earlier one, if that can be edited."""
        if not await self.sender.edit(message.chat.id, earlier, answered.reply, self.buttons(answered, scene)):
            return False
        await self._keep(message, earlier, answered, scene)
        await self.repetition.note(message, earlier, answered, scene)
        return True

    async def choose(self, message: MaybeInaccessibleMessage, answered: Answered, user: User, scene: Scene) -> None:
        """Put what somebody has chosen in place of the choices; where they are gone, below the message."""
        markup, sent = self.buttons(answered, scene), None
        if await self.sender.edit(message.chat.id, message.message_id, answered.reply, markup):
            sent = message.message_id
        if not isinstance(message, Message):
            return
        if sent is None:
            sent = await self.sender.reply(message, answered.reply, None, markup)
        await self.memory.keep_chosen(message, sent, answered, user)
        await self.sessions.chosen(message, answered, scene)
        if sent is not None:
            await self.repetition.note(message, sent, answered, scene)

    async def _keep(self, message: Message, sent: int | None, answered: Answered, scene: Scene) -> None:
        await self.memory.keep(message, sent, answered)
        await self.sessions.heard(message, sent, answered, scene)

    def buttons(self, answered: Answered, scene: Scene) -> InlineKeyboardMarkup | None:
        """Give what stands below a reply that offers no choices."""
        return below(answered, scene.me.username, scene.say, has_thumbs=self.has_thumbs)

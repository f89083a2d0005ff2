"""Answers /privacy and /forgetme: says what is kept of a person, and deletes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from telegram import Update, User
from telegram.constants import ChatType
from telegram.ext import Application, CallbackContext, CallbackQueryHandler

from bot.chat.dialogue.memory import DialogueMemory
from bot.chat.outbound.callback_data import ForgetButton, decode, pattern_of
from bot.chat.outbound.keyboards import column
from bot.chat.outbound.sender import Sender, acknowledge
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.config import Settings
from bot.messages import chat as words
from bot.replies import Reply, Words
from bot.replies.message import text_reply
from bot.store.erasure import KeptOfPerson, forget_person, kept_of

NOW: Final = "now"
HASH_LETTERS: Final = 16


@dataclass(frozen=True, slots=True)
class Privacy:
    """Says what the store keeps of a person, and deletes it."""

    memory: DialogueMemory
    settings: Settings
    sender: Sender
    words_for: Callable[[User], Words]

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Have the application call this for the button that deletes."""
        application.add_handler(CallbackQueryHandler(self.on_press, pattern=pattern_of(ForgetButton)))

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
        """Say what would be deleted and ask once, with a button; with "now" behind the command delete it at once."""
        user, say = call.user, call.say
        if user is None:
            return [text_reply(say(words.WHO_ARE_YOU))]
        if call.argument.casefold() == NOW:
            await self._forget(user)
            return [text_reply(say(words.FORGOTTEN))]
        store, person = self.memory.store, self.memory.person(user)
        kept = await store.run(lambda connection: kept_of(connection, store.bot, user.id, person))
        what = "\n".join(f"• {line}" for line in kept_lines(kept, say))
        button = column([(say(words.FORGET_BUTTON), ForgetButton(person[:HASH_LETTERS]))])
        await self.sender.reply(call.message, text_reply(say(words.FORGET_WHAT, what=what)), markup=button)
        return []

    async def on_press(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Delete what is kept of whoever presses, if it was they who asked, and say so in place of the question."""
        query = update.callback_query
        if query is None:
            return
        say = self.words_for(query.from_user)
        button, message, user = decode(query.data), query.message, query.from_user
        if not isinstance(button, ForgetButton) or button.person != self.memory.person(user)[:HASH_LETTERS]:
            await acknowledge(query, say(words.NOT_YOUR_BUTTON))
            return
        await self._forget(user)
        await acknowledge(query, say(words.FORGOTTEN))
        if message is not None:
            await self.sender.edit(message.chat.id, message.message_id, text_reply(say(words.FORGOTTEN)))

    async def _forget(self, user: User) -> None:
        store, person = self.memory.store, self.memory.person(user)
        await store.run(lambda connection: forget_person(connection, store.bot, user.id, person))


def kept_lines(kept: KeptOfPerson, say: Words) -> Iterator[str]:
    """Write what is kept of a person, each kind on its line; what there is none of is left out."""
    yield say(words.FORGET_CONTEXT)
    for text, number in (
        (words.FORGET_ANSWERS, kept.answers),
        (words.FORGET_VOTES, kept.votes),
        (words.FORGET_MISSES, kept.misses),
        (words.FORGET_PROPOSALS, kept.proposals),
        (words.FORGET_SUBSCRIPTIONS, kept.subscriptions),
        (words.FORGET_LINES, kept.lines),
    ):
        if number:
            yield say.count(text, number)

"""A press of a thumb → a vote in the store, counted once a person; a thumb down goes to the curators."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden
from telegram.ext import Application, CallbackContext, CallbackQueryHandler

from bot.chat import below, words
from bot.chat.answering import Answering
from bot.chat.basis import as_basis
from bot.chat.complaining import Complaints
from bot.chat.door import Door
from bot.chat.missing import Misses
from bot.chat.outbox import Outbox
from bot.chat.places import Places
from bot.chat.pressing import acknowledge
from bot.chat.remembering import Memory
from bot.chat.turn import current
from bot.replies import Words
from bot.store import votes
from bot.store.contexts import Told
from bot.store.votes import Cast, Reason, Vote

ATTEMPTS = 3
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Voting:
    """Counts thumbs. What is stored first cannot be lost; that it is shown late or not does no harm."""

    bot: Bot
    outbox: Outbox
    answering: Answering
    memory: Memory
    complaints: Complaints
    misses: Misses
    door: Door
    places: Places
    clock: Callable[[], float] = time.time

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Have the application call this for the buttons that are votes."""
        application.add_handler(CallbackQueryHandler(self.on_press, pattern=f"^{below.VOTE}"))

    async def on_press(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Count a vote or the reason for one."""
        query = update.callback_query
        if query is None:
            return
        message, pressed = query.message, below.vote_of(query.data)
        language = self.answering.language_of(query.from_user)
        say = self.answering.words_for(language)
        told = await self.memory.told_by(message.chat.id, message.message_id) if message is not None else None
        if told is None or pressed is None:
            await acknowledge(query, say(words.UNKNOWN_BUTTON))
            return
        refusal = await self.door.refusal(query, await self.places.of(told.chat))
        if refusal is not None:
            await acknowledge(query, say(refusal))
            return
        vote, reason = pressed
        basis = as_basis(told.basis)
        facts = tuple(candidate.fact for candidate in basis.told)
        cast = self._cast(query, told, facts, vote, reason)
        await self.memory.store.run(lambda connection: votes.cast(connection, self.memory.store.bot, cast))
        await acknowledge(query, say(THANKS[vote] if reason is None else words.REASON_TAKEN))
        said_in = self.answering.words_for(told.language or language)
        await self._show(query, told, facts, said_in, asks_why=vote is Vote.DOWN and reason is None)
        await self.misses.voted(query, told, basis, is_down=vote is Vote.DOWN)
        if vote is Vote.DOWN:
            await self.complaints.tell(cast, query.message if isinstance(query.message, Message) else None)

    def _cast(self, query: CallbackQuery, told: Told, facts: Sequence[str], vote: Vote, reason: Reason | None) -> Cast:
        place = self.memory.hash(f"message {told.chat} {told.message}")
        return Cast(place, self.memory.person(query.from_user), facts, vote, reason, self.clock())

    async def _show(
        self, query: CallbackQuery, told: Told, facts: tuple[str, ...], say: Words, *, asks_why: bool
    ) -> None:
        """Put the reasons below the message, or take them away again."""
        markup = below.keyboard_of(facts, self.bot.username, say, has_thumbs=True, asks_why=asks_why)
        if isinstance(query.message, Message) and _data(query.message.reply_markup) == _data(markup):
            return

        async def call() -> object:
            return await self.bot.edit_message_reply_markup(told.chat, told.message, reply_markup=markup)

        try:
            await self.outbox.change(told.chat, call, "changing buttons", ATTEMPTS, current.get())
        except (BadRequest, ChatMigrated, Forbidden) as refusal:
            log.info("buttons were not changed: %s", refusal.message)


THANKS = {Vote.UP: words.VOTED_UP, Vote.DOWN: words.VOTED_DOWN}


def _data(markup: InlineKeyboardMarkup | None) -> list[object]:
    rows = markup.inline_keyboard if markup is not None else ()
    return [button.callback_data for row in rows for button in row]

"""The number of a chat → what holds there: whether it is served, what may be seen, in which language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.config import Chat, Settings
from bot.factbase.audience import ANYBODY, Audience
from bot.store.conversations import chat_migrations
from bot.store.database.store import Store

SUPERGROUPS: Final = -1_000_000_000_000  # their numbers are below


@dataclass(frozen=True, slots=True)
class ChatPolicy:
    """A chat as the bot's guest rules see it."""

    chat: int
    is_served: bool
    audience: Audience
    settings: Chat

    @property
    def is_private(self) -> bool:
        """Whether it is one person's chat with the bot, which has that person's number."""
        return self.chat > 0


class ChatPolicies:
    """Knows chats by all the numbers that they had, so that settings follow a group that moves."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        # Only what is found is kept: another process may be the one that hears of a move, and later than of the chat.
        self._former: dict[int, frozenset[int]] = {}

    async def of(self, chat: int) -> ChatPolicy:
        """Say what holds in a chat."""
        numbers = {chat} | await self._formerly(chat)
        chats, access = self._settings.chats, self._settings.access
        known = chats.get(chat) or next((chats[number] for number in numbers if number in chats), Chat())
        is_served = access is None or not access.isdisjoint(numbers) or self._settings.is_curator(chat)
        return ChatPolicy(chat, is_served, Audience(frozenset(numbers), known.topics), known)

    async def typed_by(self, user: int, *, is_with_bot: bool) -> ChatPolicy:
        """Say what holds where somebody types to the bot inline, which may be anywhere."""
        private = await self.of(user)
        return private if is_with_bot else ChatPolicy(user, private.is_served, ANYBODY, Chat())

    async def move(self, old: int, new: int) -> None:
        """Have everything that holds in a group hold in the supergroup that it became."""
        await self._store.run(lambda connection: chat_migrations.move(connection, self._store.bot, old, new))

    async def _formerly(self, chat: int) -> frozenset[int]:
        if chat > SUPERGROUPS:
            return frozenset()
        if chat in self._former:
            return self._former[chat]
        found = await self._store.run(lambda connection: chat_migrations.former(connection, self._store.bot, chat))
        if found:
            self._former[chat] = found
        return found

"""Looks up the policy of a chat: whether the bot serves it, which topics it may see, and its settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.config import Chat, Settings
from bot.factbase.audience import ANYBODY, Audience
from bot.store.conversations import chat_migrations
from bot.store.database.store import Store

SUPERGROUPS: Final = -1_000_000_000_000  # all supergroups have numbers below this


@dataclass(frozen=True, slots=True)
class ChatPolicy:
    """What the settings say about a chat."""

    chat: int
    is_served: bool
    audience: Audience
    settings: Chat

    @property
    def is_private(self) -> bool:
        """Whether it is a person's private chat with the bot, which has that person's number."""
        return self.chat > 0


class ChatPolicies:
    """Looks up chats by all numbers that they have had, so that settings follow a group that becomes a supergroup."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        # Only known moves are cached, as another process may still hear of a move of any other chat.
        self._former: dict[int, frozenset[int]] = {}

    async def of(self, chat: int) -> ChatPolicy:
        """Look up the policy of a chat."""
        numbers = {chat} | await self._former_numbers(chat)
        chats, access = self._settings.chats, self._settings.access
        known = chats.get(chat) or next((chats[number] for number in numbers if number in chats), Chat())
        is_served = access is None or not access.isdisjoint(numbers) or self._settings.is_curator(chat)
        return ChatPolicy(chat, is_served, Audience(frozenset(numbers), known.topics), known)

    async def typed_by(self, user: int, *, is_with_bot: bool) -> ChatPolicy:
        """Look up the policy for inline mode: in the chat with the bot the person's own, else that of anybody."""
        private = await self.of(user)
        return private if is_with_bot else ChatPolicy(user, private.is_served, ANYBODY, Chat())

    async def move(self, old: int, new: int) -> None:
        """Record that a group has become a supergroup with a new number."""
        await self._store.run(lambda connection: chat_migrations.move(connection, self._store.bot, old, new))

    async def _former_numbers(self, chat: int) -> frozenset[int]:
        if chat > SUPERGROUPS:
            return frozenset()
        if chat in self._former:
            return self._former[chat]
        found = await self._store.run(lambda connection: chat_migrations.former(connection, self._store.bot, chat))
        if found:
            self._former[chat] = found
        return found

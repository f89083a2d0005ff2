"""A chat and who speaks there → what may be seen, and in which language to talk."""

from __future__ import annotations

from dataclasses import dataclass, replace

from telegram import User

from bot.chat.addressing import Me
from bot.chat.answering import Answering
from bot.chat.places import Places, Where
from bot.factbase.audience import Audience
from bot.replies import Words


@dataclass(frozen=True, slots=True)
class Scene:
    """Where something is asked, and how to talk there."""

    where: Where
    language: str
    say: Words
    me: Me

    @property
    def audience(self) -> Audience:
        """Who looks at what is shown."""
        return self.where.audience


@dataclass(frozen=True, slots=True)
class Scenes:
    """Finds out what holds where somebody speaks."""

    places: Places
    answering: Answering

    async def of(self, chat: int, user: User | None, me: Me) -> Scene:
        """Give the scene of a chat."""
        return self.at(await self.places.of(chat), user, me)

    def at(self, where: Where, user: User | None, me: Me) -> Scene:
        """Give the scene of a place: its language, else that of whoever speaks."""
        language = where.settings.language or self.answering.language_of(user)
        return Scene(where, language, self.answering.words_for(language), me)

    def said_in(self, language: str | None, scene: Scene) -> Scene:
        """Give the scene of a message that was said in a language: it keeps that, whoever presses a button below."""
        if language is None:
            return scene
        return replace(scene, language=language, say=self.answering.words_for(language))

"""Marks a sentence as the bot's own, so that the catalogues of bot/locale can hold its translations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

# English, with its values as {names}; `bot.replies.localisation.Words` says it in a language.
Message = NewType("Message", str)


@dataclass(frozen=True, slots=True)
class Plural:
    """A message with a {count}, for one and for any other number."""

    one: str
    other: str

"""A message that is but a word for one of the bot's commands → that command, where it found no answer."""

from __future__ import annotations

from typing import Final

from bot.chat.addressing import Command
from bot.matching import Decision
from bot.matching.decision import Answer, Suggest
from bot.matching.normalise import tokenise
from bot.matching.reason import Why

HELP: Final = "help"
WORDS: Final = {
    HELP: ("help", "help me", "menu", "start", "помощь", "справка", "меню", "старт", "начать", "मदद", "madad"),
    "why": ("why", "why so", "why is that", "are you sure", "is that true", "is that right", "почему", "क्यों"),
    "source": (
        "source", "sources", "the source", "what is the source", "your source", "details", "more details",
        "give me more details", "who says so", "says who", "how do you know", "источник", "источники", "подробнее",
        "откуда это", "кто это сказал", "स्रोत",
    ),
}  # fmt: skip
SPOKEN: Final = {" ".join(tokenise(text)): name for name, texts in WORDS.items() for text in texts}


def command_in(text: str, decision: Decision | None) -> Command | None:
    """Read a command off a message that the base does not answer; `decision` is None where nothing was asked."""
    name = SPOKEN.get(" ".join(tokenise(text)))
    if name is None or isinstance(decision, Answer):
        return None
    # "Start" alone comes near many facts; any other choice may be what was meant.
    if isinstance(decision, Suggest) and name != HELP:
        return None
    # After an answer, "why?" asks for a cause, and has been told that none is held.
    if decision is not None and name == "why" and decision.reason.why is Why.NO_CAUSE:
        return None
    return Command(name, "")

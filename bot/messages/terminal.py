"""Every sentence that is said in a conversation in the terminal alone."""

from __future__ import annotations

from typing import Final

from bot.messages.catalogue import Message

GREETING: Final = Message("Ask a question; choose a suggestion by its number; help says what else, quit ends.")
HELP: Final = Message(
    "Just type a question. A number chooses one of the suggestions above it.\n"
    "/topics: what I hold facts about\n"
    "/why: why I answered so\n"
    "/source: the sources of the last answer at full length\n"
    "quit: the end, as Ctrl-D\n"
    "What I cannot answer here is kept: python -m bot gaps"
)
UNKNOWN: Final = Message("I don’t know the command {command} here; help lists what there is.")

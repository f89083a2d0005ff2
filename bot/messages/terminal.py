"""Every sentence that is said in a conversation in the terminal alone."""

from __future__ import annotations

from typing import Final

from bot.messages.catalogue import Message

GREETING: Final = Message("Ask a question. Choose a suggestion by its number. Type help for more, quit to end.")
HELP: Final = Message(
    "Just type a question. A number chooses one of the suggestions above it.\n"
    "/topics: the topics I cover\n"
    "/why: why I gave the last answer\n"
    "/source: the full sources of the last answer\n"
    "quit or Ctrl-D: end\n"
    "Questions I can’t answer are saved. To see them: python -m bot gaps"
)
UNKNOWN: Final = Message("I don’t know {command}. Type help to see what you can do here.")

"""Every sentence of the bot's about fact sheets and briefing sessions."""

from __future__ import annotations

from typing import Final

from bot.messages import Message

TOPICS: Final = Message(
    "I have fact sheets on the topics below. /brief with a topic shows one, with a year or a name behind it only what "
    "concerns that; pdf or html at the end sends a file."
)
TOPIC: Final = Message("/brief {name}: {title}")
NO_TOPIC: Final = Message("I have no fact sheet on that. My topics are:")
NOTHING: Final = Message("On “{text}” the sheet “{title}” has nothing. Its years are: {years}.")
NO_PDF: Final = Message("I cannot make PDFs here; ask for the same with html at the end.")
SHEET_GONE: Final = Message("I no longer have this sheet; send /brief for those there are.")

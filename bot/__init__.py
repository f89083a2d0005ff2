"""A Telegram bot that answers briefing questions from a curated fact base, each answer with its source."""

from typing import Final

VERSION: Final = "0.1.0"

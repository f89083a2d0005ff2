"""A Telegram bot that answers briefing questions from a curated fact base, each answer with its source."""

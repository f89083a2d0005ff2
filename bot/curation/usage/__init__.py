"""bot.curation.usage."""

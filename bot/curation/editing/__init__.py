"""bot.curation.editing."""

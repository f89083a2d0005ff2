"""bot.curation.exchange."""

"""bot.curation.health."""

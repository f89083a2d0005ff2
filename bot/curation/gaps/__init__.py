"""bot.curation.gaps."""

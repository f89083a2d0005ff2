"""bot.matching.retrieval."""

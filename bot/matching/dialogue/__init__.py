"""bot.matching.dialogue."""

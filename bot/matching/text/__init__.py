"""bot.matching.text."""

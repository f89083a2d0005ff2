"""bot.matching.understanding."""

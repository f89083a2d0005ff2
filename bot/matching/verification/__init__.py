"""bot.matching.verification."""

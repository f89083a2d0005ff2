"""bot.semantics."""

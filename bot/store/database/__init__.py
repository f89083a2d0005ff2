"""bot.store.database."""

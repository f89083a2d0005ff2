"""bot.store.base."""

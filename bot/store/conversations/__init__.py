"""bot.store.conversations."""

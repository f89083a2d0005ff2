"""bot.store.outbound."""

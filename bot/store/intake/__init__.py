"""bot.store.intake."""

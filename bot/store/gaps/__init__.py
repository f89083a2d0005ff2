"""bot.store.gaps.gaps."""

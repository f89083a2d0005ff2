"""bot.store.schedules.schedules."""

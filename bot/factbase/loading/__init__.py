"""bot.factbase.loading."""

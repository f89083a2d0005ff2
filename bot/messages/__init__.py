"""bot.messages.catalogue."""

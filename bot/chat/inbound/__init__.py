"""bot.chat.inbound."""

"""bot.chat.outbound."""

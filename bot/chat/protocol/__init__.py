"""bot.chat.protocol."""

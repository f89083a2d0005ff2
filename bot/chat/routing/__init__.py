"""bot.chat.routing."""

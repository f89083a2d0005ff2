"""bot.chat.handlers.messages."""

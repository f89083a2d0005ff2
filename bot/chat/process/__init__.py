"""bot.chat.process."""

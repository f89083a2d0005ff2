"""bot.chat.curator."""

"""bot.chat.reload."""

"""bot.chat.dialogue."""

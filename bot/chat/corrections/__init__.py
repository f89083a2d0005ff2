"""bot.chat.corrections."""

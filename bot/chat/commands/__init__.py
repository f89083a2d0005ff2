"""bot.chat.commands."""

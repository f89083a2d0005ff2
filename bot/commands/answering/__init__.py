"""bot.commands.answering."""

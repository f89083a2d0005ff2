"""bot.commands.operation."""

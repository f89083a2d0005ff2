"""bot.commands.curation."""

"""bot.chat.scheduling.scheduler."""

"""Loads changed fact files while the bot runs, and the commands that show how that went."""

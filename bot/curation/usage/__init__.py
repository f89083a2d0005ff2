"""How much the bot is used: the numbers and their chart."""

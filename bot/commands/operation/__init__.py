"""Commands for whoever runs the bot."""

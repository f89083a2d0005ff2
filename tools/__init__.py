"""Tools for those who set the bot up."""

"""bot.curation.robustness."""

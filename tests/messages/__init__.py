"""Tests of the sentences that the bot says."""

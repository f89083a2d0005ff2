"""Tests of what nobody may get out of the bot, or into it."""

"""tests.chat.commands."""

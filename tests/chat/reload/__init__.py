"""tests.chat.reload."""

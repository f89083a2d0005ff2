"""tests.chat.scheduling."""

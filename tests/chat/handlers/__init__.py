"""tests.chat.handlers."""

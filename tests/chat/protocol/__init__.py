"""tests.chat.protocol."""

"""tests.chat.dialogue."""

"""tests.chat.process."""

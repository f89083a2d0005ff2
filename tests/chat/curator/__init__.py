"""tests.chat.curator."""

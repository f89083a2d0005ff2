"""tests.chat.serving."""

"""tests.chat.corrections."""

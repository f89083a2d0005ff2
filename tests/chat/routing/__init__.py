"""tests.chat.routing."""

"""tests.chat.inbound."""

"""tests.chat.outbound."""

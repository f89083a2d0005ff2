"""tests.store.conversations."""

"""tests.store.base."""

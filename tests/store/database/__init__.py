"""tests.store.database."""

"""tests.store.gaps."""

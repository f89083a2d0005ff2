"""The database itself: engine, transactions, locks, migrations and helpers for rows."""

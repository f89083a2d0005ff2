"""Tests of the store, each on SQLite and on PostgreSQL where the two could differ."""

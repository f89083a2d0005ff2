"""Tests of bot/curation/exchange."""

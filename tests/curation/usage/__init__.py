"""Tests of bot/curation/usage."""

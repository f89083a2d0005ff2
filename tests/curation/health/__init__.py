"""Tests of bot/curation/health."""

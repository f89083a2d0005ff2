"""Tests of bot/curation/site."""

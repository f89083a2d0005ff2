"""Tests of bot/curation/gaps."""

"""Tests of bot/curation/robustness."""

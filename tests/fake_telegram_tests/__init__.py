"""Tests of the fake Telegram itself."""

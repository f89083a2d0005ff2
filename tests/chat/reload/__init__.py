"""Tests of bot/chat/reload."""

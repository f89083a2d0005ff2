"""Tests of bot/chat/scheduling."""

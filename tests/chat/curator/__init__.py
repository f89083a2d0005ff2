"""Tests of bot/chat/curator."""

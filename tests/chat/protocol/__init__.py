"""Tests of bot/chat/protocol."""

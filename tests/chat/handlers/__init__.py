"""Tests of bot/chat/handlers."""

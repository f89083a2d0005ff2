"""Tests of bot/chat/routing."""

"""Tests of bot/chat/process."""

"""Tests of bot/chat/corrections."""

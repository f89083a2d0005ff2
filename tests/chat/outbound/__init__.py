"""Tests of bot/chat/outbound."""

"""Tests of bot/chat/inbound."""

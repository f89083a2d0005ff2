"""Tests of bot/chat/serving."""

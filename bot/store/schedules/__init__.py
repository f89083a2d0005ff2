"""Schedules of chats and of config.yaml, and their posts."""

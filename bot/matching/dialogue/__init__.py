"""Handles messages in a conversation: follow-ups, several questions in one, dates and small talk."""

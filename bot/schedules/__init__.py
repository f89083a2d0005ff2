"""Schedules: when a topic is posted, by cron lines in time zones, and which of its facts a post holds."""

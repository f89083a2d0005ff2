"""When topics are posted by themselves: cron lines in time zones, and what a post of a topic holds."""

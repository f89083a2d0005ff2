"""What outlives the process: waiting updates, sends, conversations, gaps, schedules, briefings and usage counts."""

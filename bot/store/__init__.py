"""What outlives the process: updates that wait, marks around sends, Telegram's limits."""

"""What is sent: a record of every send, and the limits of Telegram that all processes share."""

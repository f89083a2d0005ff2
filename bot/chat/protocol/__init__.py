"""What Telegram sends and demands: requests, chats and their policies, retries, the transport, the update at work."""

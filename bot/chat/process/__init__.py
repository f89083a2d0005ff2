"""What a long-running process needs: shutdown, background tasks, leader election, health, logging."""

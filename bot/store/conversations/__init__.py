"""What is kept of conversations: dialogue state, answers, votes, quotas and chats that changed their number."""

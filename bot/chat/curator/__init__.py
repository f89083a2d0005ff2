"""What curators do in chats: gaps, proposals, votes, statistics, preflight."""

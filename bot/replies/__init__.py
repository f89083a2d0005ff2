"""Decisions → replies: Telegram HTML, plain text, and the JSON of the command line."""

from bot.replies.as_json import as_json
from bot.replies.render import Choice, Reply, pick, render
from bot.replies.settle import settle

__all__ = ["Choice", "Reply", "as_json", "pick", "render", "settle"]

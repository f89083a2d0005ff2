"""The methods of the Bot API, each a function from a call to its result or refusal."""

from __future__ import annotations

from . import callbacks, chat_info, editing, profile, sending, webhooks
from .call import METHODS, Call

__all__ = ["METHODS", "Call", "callbacks", "chat_info", "editing", "profile", "sending", "webhooks"]

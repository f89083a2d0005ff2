"""What serves chats → put together and registered with the library's application."""

from __future__ import annotations

import datetime as dt


def utc_now() -> dt.datetime:
    """Tell the time."""
    return dt.datetime.now(dt.UTC)

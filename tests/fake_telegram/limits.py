"""Telegram's flood limits: when a send is too much for a chat, a group, or all together."""

from __future__ import annotations

import math
import time
from collections import deque
from dataclasses import dataclass, field

from .chats import Chat

SENDS = ("send", "edit", "forward", "copy")
NOT_COUNTED = frozenset({"sendChatAction"})


@dataclass(slots=True)
class Limits:
    """At most so many sends in any window (shortened by `slack`, since arrival times jitter). 0: no limit."""

    overall_per_second: int = 30
    chat_per_second: int = 1
    group_per_minute: int = 20
    slack: float = 0.1
    _sends: dict[tuple[str, int], deque[float]] = field(default_factory=dict)

    def refuse(self, method: str, bot_id: int, chat: Chat) -> int | None:
        """The seconds to wait if this send is too much; otherwise it is counted."""
        if not method.startswith(SENDS) or method in NOT_COUNTED:
            return None
        now = time.monotonic()
        windows = [
            ("all", bot_id, self.overall_per_second, 1.0),
            ("chat", chat.id, self.chat_per_second, 1.0),
        ]
        if chat.type in ("group", "supergroup"):
            windows.append(("group", chat.id, self.group_per_minute, 60.0))
        counted = []
        for kind, number, most, seconds in windows:
            if not most:
                continue
            sends = self._sends.setdefault((kind, number), deque(maxlen=most))
            if len(sends) == most and (wait := sends[0] + seconds * (1 - self.slack) - now) > 0:
                return max(1, math.ceil(wait))
            counted.append(sends)
        for sends in counted:
            sends.append(now)
        return None

"""Raw messages as Telegram sends them, for tests that need no server."""

from __future__ import annotations

from typing import Any, Final

from telegram import Message

from bot.chat.protocol.request import BotIdentity

ME: Final = BotIdentity(100, "BriefBot")
PERSON: Final = {"id": 7, "is_bot": False, "first_name": "Ann"}
BOT: Final = {"id": ME.id, "is_bot": True, "first_name": "Brief", "username": "BriefBot"}
PRIVATE: Final = {"id": 7, "type": "private", "first_name": "Ann"}
GROUP: Final = {"id": -1001, "type": "supergroup", "title": "Desk"}


def message(text: str | None = None, chat: dict[str, Any] = PRIVATE, **fields: Any) -> Message:
    """Build a message; a mention or command in the text gets its entity as Telegram would give it."""
    raw: dict[str, Any] = {"message_id": 5, "date": 1_000, "chat": chat, "from": PERSON, **fields}
    if text is not None:
        raw["text"] = text
        raw.setdefault("entities", entities(text))
    if "caption" in raw:
        raw.setdefault("caption_entities", entities(raw["caption"]))
    return Message.de_json(raw, None)


def earlier(text: str | None = None, sender: dict[str, Any] = PERSON, **fields: Any) -> dict[str, Any]:
    """Build the raw message that another one replies to."""
    raw: dict[str, Any] = {"message_id": 4, "date": 900, "chat": GROUP, "from": sender, **fields}
    return raw | ({"text": text, "entities": entities(text)} if text is not None else {})


def entities(text: str) -> list[dict[str, Any]]:
    """Mark words that begin with @ or /, in UTF-16 units."""
    marked, offset = [], 0
    for word in text.split(" "):
        kind = {"@": "mention", "/": "bot_command"}.get(word[:1])
        length = len(word.encode("utf-16-le")) // 2
        if kind and len(word) > 1:
            marked.append({"type": kind, "offset": offset, "length": length})
        offset += length + 1
    return marked

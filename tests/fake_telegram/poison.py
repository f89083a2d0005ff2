"""Updates that Telegram might send one day or by mistake: malformed, of unknown kind, twice."""

from __future__ import annotations

from .bots import Bot
from .chats import Chat
from .messages import Message
from .wire import Json

KINDS = (
    "callback without chat_instance",
    "message without date",
    "message without chat",
    "message without id",
    "date as text",
    "chat as number",
    "text as number",
    "entities beyond the text",
    "message as text",
    "message as null",
    "unknown kind",
    "unknown fields",
)


def _message(chat: Chat) -> Json:
    who = chat.person.json() if chat.person else {"id": 999_001, "is_bot": False, "first_name": "Pat"}
    return {"message_id": 999_000, "date": 1_700_000_000, "chat": chat.json(), "from": who, "text": "poison"}


def _without(data: Json, name: str) -> Json:
    return {key: value for key, value in data.items() if key != name}


def poisons(chat: Chat) -> dict[str, tuple[str, object]]:
    """Kind of poison → kind of update and its payload; a bot must get past each of them."""
    message = _message(chat)
    made: dict[str, tuple[str, object]] = {
        "callback without chat_instance": (
            "callback_query", {"id": "1", "from": message["from"], "data": "x"},
        ),
        "message without date": ("message", _without(message, "date")),
        "message without chat": ("message", _without(message, "chat")),
        "message without id": ("message", _without(message, "message_id")),
        "date as text": ("message", message | {"date": "yesterday"}),
        "chat as number": ("message", message | {"chat": chat.id}),
        "text as number": ("message", message | {"text": 42}),
        "entities beyond the text": (
            "message", message | {"entities": [{"type": "mention", "offset": 90, "length": 9}]},
        ),
        "message as text": ("message", "poison"),
        "message as null": ("message", None),
        "unknown kind": ("hologram", {"id": 1, "shape": "cube"}),
        "unknown fields": ("message", message | {"aura": {"colour": "blue"}, "text": ""}),
    }  # fmt: skip
    assert tuple(made) == KINDS
    return made


def poison(bot: Bot, chat: Chat, kind: str) -> int:
    """Queue a poisoned update for a chat; return its id."""
    update, payload = poisons(chat)[kind]
    return bot.gets(update, payload, key=chat.id)


def deliver_again(bot: Bot, message: Message) -> None:
    """Queue the update(s) of a message once more under the same id."""
    with bot.world.changed:
        for update_id in message.chat.messages[message.id].updates[bot.id]:
            bot.queue.again(update_id)

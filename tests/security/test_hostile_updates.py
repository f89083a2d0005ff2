"""Tests of updates made to do harm: whatever comes, the next honest question is answered."""

from __future__ import annotations

from typing import Any

import pytest

from tests.security.conftest import Served

Json = dict[str, Any]
SENDER: Json = {"id": 66, "is_bot": False, "first_name": "Mallory"}


def message(served: Served, **fields: object) -> Json:
    """Make a message in the chat of the honest person, so that it stands in her way."""
    chat = served.telegram.private_chat(served.ann).json()
    return {"message_id": 990_000, "date": 1_800_000_000, "chat": chat, "from": SENDER, "text": "x"} | fields


def nested(depth: int, name: str) -> Json:
    """Nest an object in itself."""
    inner: Json = {}
    for _ in range(depth):
        inner = {name: inner}
    return inner


FIELDS: dict[str, Json] = {
    "half a megabyte of text": {"text": "where was KAZIND " * 32_000},
    "one endless word": {"text": "a" * 500_000},
    "one endless number": {"text": "9" * 100_000},
    "combining marks": {"text": "a" + "\u0301" * 50_000},
    "text without letters": {"text": "\u200b\u202e\x00\x07"},
    "a lone surrogate": {"text": "where was KAZIND \ud83d 2018"},
    "a zero byte": {"text": "where was KAZIND 2018\x00'; drop table inbox; --"},
    "markup": {"text": "<b>where</b> was <a href='tg://user?id=1'>KAZIND</a> &amp; 2018 & <script>"},
    "many entities": {
        "text": "@x " * 5000,
        "entities": [{"type": "mention", "offset": 3 * n, "length": 2} for n in range(5000)],
    },
    "entities of all sizes": {
        "text": "/ask@briefbot where",
        "entities": [
            {"type": "bot_command", "offset": -5, "length": 1 << 40},
            {"type": "mention", "offset": 1 << 62, "length": -1},
            {"type": "text_mention", "offset": 0, "length": 3, "user": {}},
        ],
    },
    "entities that are none": {"entities": "mention"},
    "text as a list": {"text": ["where"]},
    "text as an object": {"text": {"$gt": ""}},
    "a chat without a type": {"chat": {"id": 1}},
    "a chat id beyond 64 bits": {"chat": {"id": 1 << 80, "type": "private"}},
    "a chat id with a fraction": {"chat": {"id": 1.5, "type": "private"}},
    "a chat id as text": {"chat": {"id": "1; drop table inbox", "type": "private"}},
    "a message id beyond 64 bits": {"message_id": 1 << 80},
    "a date before time": {"date": -(1 << 60)},
    "a date after time": {"date": 1 << 60},
    "replies to replies": {"reply_to_message": nested(400, "reply_to_message")},
    "deep unknown fields": {"aura": nested(400, "aura")},
    "lists in lists": {"entities": [[[[[]]]]]},
    "a sender that is none": {"from": 7},
    "a path in a command": {"text": "/topics ../../../../etc/passwd"},
    "a command of every letter": {"text": "/" + "a" * 5000},
    "a format string": {"text": "/{0.__class__} {} %s %(x)s ${HOME} `id` $(id)"},
    "a pattern that backtracks": {"text": "(a+)+$" + "a" * 5000 + "!"},
}


@pytest.mark.parametrize("name", FIELDS)
def test_hostile_message(name: str, served: Served) -> None:
    """A message with a field of the wrong kind, size or depth does not keep the next from its answer."""
    number = served.telegram.world.only_bot().gets("message", message(served, **FIELDS[name]))
    assert served.answers()
    served.telegram.wait_until_confirmed(number)


@pytest.mark.parametrize(
    "data",
    ["fact:" + "../" * 19, "fact:\x00", "fact:kazind-2018-place' or 1=1", "x" * 5000, "", None, 7],
    ids=repr,
)
def test_hostile_press(data: object, served: Served) -> None:
    """The data of a button comes from whoever speaks for Telegram, and is not believed."""
    press = {"id": "1", "from": SENDER, "chat_instance": "1", "data": data, "message": message(served)}
    served.telegram.world.only_bot().gets("callback_query", press)
    assert served.answers()


def test_hostile_kinds(served: Served) -> None:
    """Updates of unknown kinds, or with several contents, are passed over."""
    bot = served.telegram.world.only_bot()
    for kind, payload in [("__class__", {}), ("update_id", 1 << 80), ("message", []), ("edited_message", 7)]:
        bot.gets(kind, payload)
    assert served.answers()

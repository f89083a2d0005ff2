"""Tests of what a message asks of the bot."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Message

from bot.chat.protocol.request import Command, NoQuestion, NoText, Question, Request, read, topic_of
from tests.chat.messages import BOT, GROUP, ME, PERSON, PRIVATE, earlier, message

STICKER = {
    "file_id": "s",
    "file_unique_id": "s",
    "type": "regular",
    "width": 9,
    "height": 9,
    "is_animated": False,
    "is_video": False,
}
PHOTO = [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]
TEXT_MENTION = [{"type": "text_mention", "offset": 0, "length": 5, "user": BOT}]
OTHER_MENTION = [{"type": "text_mention", "offset": 0, "length": 5, "user": PERSON}]
ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL = {"id": -1009, "type": "channel", "title": "News"}
ASKED = earlier("where was it?")
OURS = earlier("In the Otar military area.", BOT)

PRIVATE_CASES: list[tuple[Message, Request | None]] = [
    (message("where was it?"), Question("where was it?")),
    (message("?"), Question("?")),
    (message("@BriefBot where was it?"), Question("where was it?")),
    (message("@BriefBot"), NoQuestion()),
    (message("/ask where was it?"), Question("where was it?")),
    (message("/ask@briefbot where was it?"), Question("where was it?")),
    (message("/ask"), NoQuestion()),
    (message("/ask\nwhere was it?"), Question("where was it?")),
    (message("/ask", reply_to_message=ASKED), Question("where was it?")),
    (message("/start fact-1"), Command("start", "fact-1")),
    (message("/HELP"), Command("help", "")),
    (message("/frobnicate now"), Command("frobnicate", "now")),
    (message("/help@otherbot"), None),
    (message("/ask@otherbot where was it?"), None),
    (message("see /help for more"), Question("see /help for more")),
    (message(photo=PHOTO, caption="where was it?"), Question("where was it?")),
    (message(photo=PHOTO), NoText()),
    (message(sticker=STICKER), NoText()),
    (message(location={"latitude": 1.0, "longitude": 2.0}), NoText()),
    (message(pinned_message=earlier("old")), None),  # a service message
    (message("where?", via_bot=BOT), None),  # the bot's own inline result
]

GROUP_CASES: list[tuple[Message, Request | None]] = [
    (message("where was it?", GROUP), None),
    (message("where was it, @BriefBot?", GROUP, entities=[]), None),
    (message("@BriefBot where was it?", GROUP), Question("where was it?")),
    (message("@briefbot where was it?", GROUP), Question("where was it?")),
    (message("where was it @BriefBot", GROUP), Question("where was it")),
    (message("🙏🙏 where was it @BriefBot", GROUP), Question("🙏🙏 where was it")),
    (message("@BriefBotX where was it?", GROUP), None),
    (message("@otherbot where was it?", GROUP), None),
    (message("Brief where was it?", GROUP, entities=TEXT_MENTION), Question("where was it?")),
    (message("Annie where was it?", GROUP, entities=OTHER_MENTION), None),
    (message(None, GROUP, photo=PHOTO, caption="@BriefBot where?"), Question("where?")),
    (message(None, GROUP, photo=PHOTO), None),
    (message(None, GROUP, sticker=STICKER), None),
    (message("and in 2019?", GROUP, reply_to_message=OURS), Question("and in 2019?")),
    (message("👍", GROUP, reply_to_message=OURS), None),
    (message("and in 2019?", GROUP, reply_to_message=ASKED), None),
    # Every message of a topic replies to the message that opened it, in a topic of the bot's making, too.
    (
        message(
            "hello",
            GROUP,
            reply_to_message=earlier(None, BOT, forum_topic_created={"name": "T", "icon_color": 1}),
        ),
        None,
    ),
    (message("@BriefBot", GROUP), NoQuestion()),
    (message("@BriefBot", GROUP, reply_to_message=ASKED), Question("where was it?")),
    (message("@BriefBot ?!", GROUP, reply_to_message=ASKED), Question("where was it?")),
    (message("@BriefBot", GROUP, reply_to_message=OURS), NoQuestion()),
    (message("@BriefBot", GROUP, reply_to_message=earlier(photo=PHOTO)), NoQuestion()),
    (
        message("@BriefBot", GROUP, reply_to_message=earlier(photo=PHOTO, caption="where?")),
        Question("where?"),
    ),
    (message("@BriefBot and when?", GROUP, reply_to_message=ASKED), Question("and when?")),
    (message("/ask@BriefBot", GROUP, reply_to_message=ASKED), Question("where was it?")),
    (message("/ask", GROUP, reply_to_message=earlier("/ask@OtherBot why?")), Question("why?")),
    (message("/ask", GROUP, reply_to_message=earlier("@BriefBot why?")), Question("why?")),
    (message("/ask", GROUP, reply_to_message=ASKED, quote={"text": "it?", "position": 10}), Question("it?")),
    (message("/ask where was it?", GROUP), Question("where was it?")),
    (message("/ask", GROUP), NoQuestion()),
    (message("/help", GROUP), Command("help", "")),
    (message("/help@BriefBot", GROUP), Command("help", "")),
    (message("/help@otherbot", GROUP), None),
    (message("/frobnicate", GROUP), None),
    (message("/frobnicate@BriefBot", GROUP), Command("frobnicate", "")),
    (message("@BriefBot where?", GROUP, **{"from": BOT | {"id": 101, "username": "x_bot"}}), None),
    (message("@BriefBot where?", GROUP, sender_chat=GROUP, **{"from": ADMIN}), Question("where?")),
    (message("@BriefBot where?", GROUP, is_automatic_forward=True), None),
    (message("@BriefBot where?", CHANNEL), None),
]


@pytest.mark.parametrize(("asking", "expected"), PRIVATE_CASES)
def test_read_in_private(asking: Message, expected: Request | None) -> None:
    """In a private chat any text or caption is a question, unless it is a command."""
    assert read(asking, ME) == expected


@pytest.mark.parametrize(("asking", "expected"), GROUP_CASES)
def test_read_in_group(asking: Message, expected: Request | None) -> None:
    """In a group the bot speaks only when it is addressed."""
    assert read(asking, ME) == expected


@pytest.mark.parametrize(
    ("chat", "fields", "expected"),
    [
        (GROUP, {"message_thread_id": 33, "is_topic_message": True}, 33),
        (GROUP, {"message_thread_id": 33}, None),  # a chain of replies in a group without topics
        (GROUP, {"message_thread_id": 1, "is_topic_message": True}, None),  # General
        (GROUP, {}, None),
        (PRIVATE, {"message_thread_id": 8, "is_topic_message": True}, 8),
    ],
)
def test_topic_of(chat: dict[str, Any], fields: dict[str, Any], expected: int | None) -> None:
    """A reply goes to the topic of the question; General has no thread id."""
    assert topic_of(message("where?", chat, **fields)) == expected

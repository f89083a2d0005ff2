"""Tests of where a bot may write: topics, rights, kicks, blocks, migrations."""

from __future__ import annotations

import pytest

from tests.fake_telegram import Bot, FakeTelegram, Group, Person

from .conftest import Client


@pytest.fixture
def room(telegram: FakeTelegram, bot: Bot, ann: Person) -> Group:
    """A forum with the bot in it."""
    return telegram.supergroup(members=[ann, bot], topics=["Ops"])


@pytest.mark.parametrize("thread", [1, 77])
def test_threads(thread: int, client: Client, room: Group) -> None:
    """General is not to be named, and unknown topics are refused."""
    refusal = client.refusal("sendMessage", chat_id=room.id, text="x", message_thread_id=thread)
    assert refusal == "Bad Request: message thread not found"


def test_closed_and_deleted_topics(client: Client, room: Group) -> None:
    """A closed topic takes no messages, a deleted one is not found."""
    ops = room.topic("Ops")
    room.closes_topic(ops)
    params = {"chat_id": room.id, "text": "x", "message_thread_id": ops.thread_id}
    assert client.refusal("sendMessage", **params) == "Bad Request: TOPIC_CLOSED"
    room.deletes_topic(ops)
    assert client.refusal("sendMessage", **params) == "Bad Request: message thread not found"


def test_rights(client: Client, room: Group, bot: Bot, ann: Person) -> None:
    """Muted, kicked, foreign: each is refused in its own words."""
    said = ann.says("x", chat=room)
    params = {"chat_id": room.id, "text": "x"}
    assert client.refusal("deleteMessage", chat_id=room.id, message_id=said.id) == (
        "Bad Request: message can't be deleted"
    )
    room.promotes(bot, can_delete_messages=True)
    assert client.result("deleteMessage", chat_id=room.id, message_id=said.id)
    room.mutes(bot)
    assert client.refusal("sendMessage", **params) == (
        "Bad Request: not enough rights to send text messages to the chat"
    )
    room.removes(bot)
    assert client.refusal("sendMessage", **params) == "Forbidden: bot was kicked from the supergroup chat"
    room.adds(bot)
    assert client.result("sendMessage", **params)
    client.result("leaveChat", chat_id=room.id)
    assert client.refusal("sendMessage", **params) == "Forbidden: bot is not a member of the supergroup chat"


def test_private_access(client: Client, telegram: FakeTelegram, bot: Bot, ann: Person) -> None:
    """A bot cannot write first, nor to one who blocks it."""
    bob = telegram.user("Bob")
    refusal = client.refusal("sendMessage", chat_id=bob.id, text="x")
    assert refusal == "Forbidden: bot can't initiate conversation with a user"
    ann.blocks(bot)
    assert client.refusal("sendMessage", chat_id=ann.id, text="x") == "Forbidden: bot was blocked by the user"
    ann.unblocks(bot)
    assert client.result("sendMessage", chat_id=ann.id, text="x")


def test_channel_rights(client: Client, telegram: FakeTelegram, bot: Bot, ann: Person) -> None:
    """In a channel only admins may post."""
    news = telegram.channel(members=[ann, bot])
    assert client.result("sendMessage", chat_id=news.id, text="x")["sender_chat"]["id"] == news.id
    news.demotes(bot)
    refusal = client.refusal("sendMessage", chat_id=news.id, text="x")
    assert refusal == "Bad Request: need administrator rights in the channel chat"


def test_migrated(client: Client, telegram: FakeTelegram, bot: Bot, ann: Person) -> None:
    """Sending to a group that became a supergroup names the new chat."""
    group = telegram.group(members=[ann, bot])
    new = group.migrates()
    answer = client.answer("sendMessage", chat_id=group.id, text="x")
    assert answer["parameters"] == {"migrate_to_chat_id": new.id}
    assert client.result("sendMessage", chat_id=new.id, text="x")


def test_log_out(client: Client) -> None:
    """After logOut the bot is nobody here."""
    client.result("logOut")
    assert client.answer("getMe")["error_code"] == 400

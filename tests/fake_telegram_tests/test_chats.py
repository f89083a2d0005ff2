"""Tests of what bots hear in chats: privacy mode, topics, members, channels, edits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.fake_telegram import Bot, FakeTelegram, Group, Json, Person
from tests.fake_telegram.contents import MAKERS

from .conftest import Client


@pytest.fixture
def group(telegram: FakeTelegram, bot: Bot, ann: Person) -> Group:
    """A supergroup with Ann and the bot."""
    return telegram.supergroup(members=[bot, ann])


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("hello all", False),
        ("hello @briefbot", True),
        ("hello @BriefBot", True),
        ("hello @briefbots", False),
        ("/ask", True),
        ("/ask@briefbot where", True),
        ("/ask@otherbot where", False),
        ("mail ann@briefbot.org", False),
    ],
)
def test_privacy_mode(text: str, heard: bool, client: Client, ann: Person, group: Group) -> None:
    """In privacy mode a bot hears what is put to it, only."""
    ann.says(text, chat=group)
    assert bool(client.updates()) is heard


@pytest.mark.parametrize("open_ears", ["privacy off", "admin", "reply"])
def test_hears_more(open_ears: str, client: Client, ann: Person, group: Group, bot: Bot) -> None:
    """Without privacy mode and as an admin it hears everything, and always replies to itself."""
    bot.can_read_all_group_messages = open_ears == "privacy off"
    if open_ears == "admin":
        group.promotes(bot)
    sent = client.result("sendMessage", chat_id=group.id, text="x")
    mine = group.stored(sent["message_id"])
    assert mine is not None
    ann.says("hello", chat=group, reply_to=mine.snapshot() if open_ears == "reply" else None)
    assert client.updates()[-1]["message"]["text"] == "hello"


def test_command_is_for_the_last_bot(telegram: FakeTelegram, client: Client, ann: Person, group: Group) -> None:
    """A command without a name goes to the bot that wrote last."""
    other = telegram.bot(username="otherbot")
    group.adds(other)
    second = Client(telegram.url, other)
    second.result("sendMessage", chat_id=group.id, text="x")
    second.close()
    ann.says("/ask", chat=group)
    assert [list(update) for update in client.updates()] == [["update_id", "message"]]  # of the bot's coming


def test_mentions_may_be_unheard(client: Client, ann: Person, group: Group, bot: Bot) -> None:
    """Where a test says so, mentions do not arrive in privacy mode."""
    bot.hears_mentions = False
    ann.says("hello @briefbot", chat=group)
    assert client.updates() == []


def test_topics(telegram: FakeTelegram, client: Client, ann: Person, bot: Bot) -> None:
    """A topic's messages carry its thread id and seem to reply to its creation; General's do neither."""
    room = telegram.supergroup(members=[ann, bot], topics=["Ops"])
    ops = room.topic("Ops")
    there, general = ann.says("@briefbot a", chat=room, topic="Ops"), ann.says("@briefbot b", chat=room)
    first, second = (update["message"] for update in client.updates())
    assert (first["message_thread_id"], first["is_topic_message"]) == (ops.thread_id, True)
    assert "forum_topic_created" in first["reply_to_message"]
    assert not {"message_thread_id", "is_topic_message", "reply_to_message"} & set(second)
    for said, thread in ((there, ops.thread_id), (general, None)):
        client.result("sendMessage", chat_id=room.id, text="x", reply_parameters={"message_id": said.id})
        assert telegram.wait_for_reply(said).thread_id == thread


def test_reply_chains_are_no_topics(client: Client, ann: Person, group: Group) -> None:
    """In a plain supergroup a reply has a thread id that cannot be sent to."""
    first = ann.says("@briefbot a", chat=group)
    ann.says("@briefbot b", chat=group, reply_to=first)
    message = client.updates()[-1]["message"]
    assert (message["message_thread_id"], "is_topic_message" in message) == (first.id, False)
    refusal = client.refusal("sendMessage", chat_id=group.id, text="x", message_thread_id=first.id)
    assert refusal == "Bad Request: message thread not found"


def test_membership(client: Client, telegram: FakeTelegram, ann: Person, bot: Bot) -> None:
    """Coming and going is told to the bot and, as service messages, to the chat."""
    group = telegram.group(members=[ann])
    group.adds(bot)
    group.removes(bot)
    kinds = [sorted(set(update) - {"update_id"})[0] for update in client.updates()]
    assert kinds == ["my_chat_member", "message", "message", "my_chat_member"]
    came, new, left, went = client.updates()
    assert came["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert new["message"]["new_chat_members"][0]["id"] == bot.id
    assert left["message"]["left_chat_member"]["id"] == bot.id
    assert went["my_chat_member"]["new_chat_member"]["status"] == "kicked"


@pytest.mark.parametrize(("asks", "told"), [(["chat_member"], 1), ([], 0)])
def test_members_are_told_to_admins_that_ask(
    asks: list[str], told: int, client: Client, telegram: FakeTelegram, group: Group, bot: Bot
) -> None:
    """chat_member goes to admin bots which have asked for it by name."""
    group.promotes(bot)
    client.updates(offset=-1, allowed_updates=asks)
    group.adds(telegram.user("Bob"))
    assert sum("chat_member" in update for update in client.updates()) == told


def test_migration(client: Client, telegram: FakeTelegram, ann: Person, bot: Bot) -> None:
    """Both chats say where the other is, and the members move."""
    group = telegram.group(members=[ann, bot])
    new = group.migrates()
    old_says, new_says = (update["message"] for update in client.updates())
    assert (old_says["chat"]["id"], old_says["migrate_to_chat_id"]) == (group.id, new.id)
    assert (new_says["chat"]["id"], new_says["migrate_from_chat_id"]) == (new.id, group.id)
    ann.says("@briefbot still there?", chat=new)
    assert client.updates()[-1]["message"]["chat"]["type"] == "supergroup"


def test_senders(client: Client, telegram: FakeTelegram, ann: Person, group: Group) -> None:
    """Anonymous admins and channels write under other names."""
    news = telegram.channel(members=[ann])
    ann.says("@briefbot a", chat=group, anonymous=True)
    ann.says("@briefbot b", chat=group, as_channel=news)
    first, second = (update["message"] for update in client.updates())
    assert (first["from"]["username"], first["sender_chat"]["id"]) == ("GroupAnonymousBot", group.id)
    assert (second["from"]["username"], second["sender_chat"]["id"]) == ("Channel_Bot", news.id)


def test_channel_posts(client: Client, telegram: FakeTelegram, ann: Person, bot: Bot, group: Group) -> None:
    """A post has no sender, and appears in the linked group as forwarded by Telegram."""
    news = telegram.channel(members=[ann, bot], linked=group)
    post = ann.says("@briefbot news", chat=news)
    ann.edits(post, "@briefbot newer")
    first, second, third = client.updates()
    assert (first["channel_post"]["chat"]["id"], "from" in first["channel_post"]) == (news.id, False)
    assert second["message"]["is_automatic_forward"]
    assert second["message"]["from"]["id"] == 777000
    assert third["edited_channel_post"]["text"] == "@briefbot newer"


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_contents(kind: str, client: Client, ann: Person) -> None:
    """Every kind of content passes the oracle and arrives."""
    ann.sends(kind, caption="what is it?" if kind == "photo" else None)
    assert kind in client.updates()[0]["message"]


def test_edit_and_date(client: Client, ann: Person, telegram: FakeTelegram) -> None:
    """A message carries the date a test gives it; an edit is told with its own."""
    past = datetime(2026, 1, 1, 9, 12, tzinfo=UTC)
    said = ann.says("old", date=past)
    telegram.clock.stop_at(datetime(2026, 1, 2, tzinfo=UTC))
    ann.edits(said, "/new text")
    first, second = client.updates()
    assert first["message"]["date"] == int(past.timestamp())
    assert second["edited_message"]["edit_date"] - first["message"]["date"] == 14 * 3600 + 48 * 60
    assert second["edited_message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 4}]


def test_reactions(client: Client, ann: Person) -> None:
    """Reactions are told to bots that ask for them by name."""
    said = ann.says("x")
    ann.reacts(said, "👍")
    assert len(client.updates(allowed_updates=["message", "message_reaction"])) == 1
    ann.reacts(said, "👎")
    assert client.updates()[-1]["message_reaction"]["new_reaction"][0]["emoji"] == "👎"


def test_same_ids_every_time() -> None:
    """What two runs make has the same ids."""

    def made(telegram: FakeTelegram) -> list[object]:
        bot, ann = telegram.bot(), telegram.user()
        group = telegram.supergroup(members=[ann, bot], topics=["Ops"])
        return [bot.token, ann.id, group.id, group.topic("Ops").thread_id, ann.says("x", chat=group).id]

    assert made(FakeTelegram(oracle=False)) == made(FakeTelegram(oracle=False))


Change = Callable[[Group, Bot], None]
CHANGES: list[tuple[str, Change]] = [
    ("administrator", lambda group, bot: group.promotes(bot)),
    ("restricted", lambda group, bot: group.mutes(bot)),
    ("member", lambda group, bot: group.demotes(bot)),
]


@pytest.mark.parametrize(("status", "change"), CHANGES)
def test_get_chat_member(status: str, change: Change, client: Client, group: Group, bot: Bot) -> None:
    """getChatMember tells the status; the oracle looks at the rest."""
    change(group, bot)
    found: Json = client.result("getChatMember", chat_id=group.id, user_id=bot.id)
    assert found["status"] == status
    assert client.result("getChat", chat_id=group.id)["title"] == group.title
    assert client.result("getChatMemberCount", chat_id=group.id) == 2
    assert [m["status"] for m in client.result("getChatAdministrators", chat_id=group.id)] == ["creator"]

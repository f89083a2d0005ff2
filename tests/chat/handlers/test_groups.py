"""Tests of groups, topics and channels with the real process, in both modes."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.messages import chat as chat_words
from tests.fake_telegram import BadAnswer, FakeTelegram, Group, Person

OTAR = ["In the Otar military area."]
QUESTION = "where was KAZIND 2018 held?"


@pytest.fixture
def group(served: FakeTelegram, ann: Person) -> Group:
    """A supergroup whose messages the bot hears all."""
    return served.supergroup(members=[ann, served.world.only_bot()])


@pytest.mark.parametrize(
    "text",
    [
        QUESTION,
        "thanks all",
        "@otherbot " + QUESTION,
        "/help@otherbot",
        "/frobnicate",
        "briefbot, " + QUESTION,
    ],
)
def test_silent_unless_addressed(text: str, served: FakeTelegram, ann: Person, group: Group) -> None:
    """Messages not addressed to the bot get no reply, even where it sees all of them."""
    said = ann.says(text, chat=group)
    served.assert_silent(said, probe=lambda: ann.says("/help@briefbot", chat=group))


@pytest.mark.parametrize(
    "text",
    [
        "@briefbot " + QUESTION,
        "@BriefBot " + QUESTION,
        "hey, " + QUESTION + " @briefbot 🙏",
        "/ask " + QUESTION,
        "/ask@briefbot " + QUESTION,
    ],
)
def test_addressed(text: str, served: FakeTelegram, ann: Person, group: Group) -> None:
    """A mention or a command gets an answer, in reply to the message that asks."""
    assert served.wait_for_reply(ann.says(text, chat=group)).parts("bold") == OTAR


def test_mention_by_link(served: FakeTelegram, ann: Person, group: Group) -> None:
    """A mention that links to the bot's account addresses it, too."""
    mention = {"type": "text_mention", "offset": 0, "length": 5, "user": served.world.only_bot().json()}
    said = ann.says("Brief " + QUESTION, chat=group, entities=[mention])
    assert served.wait_for_reply(said).parts("bold") == OTAR


def test_reply_to_the_bot(served: FakeTelegram, ann: Person, group: Group) -> None:
    """A reply to a message of the bot addresses it."""
    earlier = served.wait_for_reply(ann.says("/ask who commanded KAZIND 2018?", chat=group))
    said = ann.says(QUESTION, chat=group, reply_to=earlier)
    assert served.wait_for_reply(said).parts("bold") == OTAR


@pytest.mark.parametrize("text", ["@briefbot", "@briefbot ?", "/ask", "/ask@briefbot"])
def test_empty_call_in_reply(text: str, served: FakeTelegram, ann: Person, group: Group) -> None:
    """An empty mention or /ask in reply to a message asks the question of that message."""
    bob = served.user("Bob")
    group.adds(bob)
    question = bob.says(QUESTION, chat=group)
    assert served.wait_for_reply(ann.says(text, chat=group, reply_to=question)).parts("bold") == OTAR


def test_empty_call(served: FakeTelegram, ann: Person, group: Group) -> None:
    """An empty mention alone gets one sentence on how to ask."""
    assert chat_words.NO_QUESTION in served.wait_for_reply(ann.says("@briefbot", chat=group)).text


def test_anonymous_admin(served: FakeTelegram, ann: Person, group: Group) -> None:
    """An anonymous admin, who writes through a bot of Telegram's, is answered."""
    said = ann.says("@briefbot " + QUESTION, chat=group, anonymous=True)
    assert served.wait_for_reply(said).parts("bold") == OTAR


def test_basic_group(served: FakeTelegram, ann: Person) -> None:
    """A basic group is served like a supergroup, and still after it has become one."""
    group = served.group(members=[ann, served.world.only_bot()])
    assert served.wait_for_reply(ann.says("@briefbot " + QUESTION, chat=group)).parts("bold") == OTAR
    moved = group.migrates()
    assert served.wait_for_reply(ann.says("@briefbot " + QUESTION, chat=moved)).parts("bold") == OTAR


def test_group_that_moves_meanwhile(served: FakeTelegram, ann: Person) -> None:
    """A group that becomes a supergroup before its answer is sent gets it there."""
    group = served.group(members=[ann, served.world.only_bot()])
    served.faults.next("sendMessage", BadAnswer())
    ann.says("@briefbot " + QUESTION, chat=group)
    served.wait_for_request("sendMessage", where=lambda request: request.params["chat_id"] == group.id)
    assert served.wait_for_message(group.migrates()).parts("bold") == OTAR


@pytest.mark.parametrize("name", ["Exercises", "General"])
def test_topics(name: str, served: FakeTelegram, ann: Person) -> None:
    """A reply goes to the question's topic, in General without a thread id."""
    forum = served.supergroup(members=[ann, served.world.only_bot()], topics=["Exercises"])
    topic = forum.topic(name)
    reply = served.wait_for_reply(ann.says("@briefbot " + QUESTION, chat=forum, topic=topic))
    assert reply.parts("bold") == OTAR
    assert reply.thread_id == (None if name == "General" else topic.thread_id)
    sent = served.journal.last("sendMessage")
    assert sent.params.get("message_thread_id") == reply.thread_id


def test_chain_of_replies_is_no_topic(served: FakeTelegram, ann: Person, group: Group) -> None:
    """In a group without topics a reply's thread id is not one to send to."""
    said = ann.says("@briefbot " + QUESTION, chat=group, extra={"message_thread_id": 2})
    assert served.wait_for_reply(said).parts("bold") == OTAR
    sent = served.wait_for_request("sendMessage", where=lambda request: request.params["chat_id"] == group.id)
    assert "message_thread_id" not in sent.params


def test_stale_question(served: FakeTelegram, ann: Person, group: Group) -> None:
    """A late answer in a group says when it was asked; an old message not addressed to the bot is ignored."""
    asked_at = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=20)
    unasked = ann.says(QUESTION, chat=group, date=asked_at)
    reply = served.wait_for_reply(ann.says("@briefbot " + QUESTION, chat=group, date=asked_at))
    assert f"at {asked_at:%H:%M} UTC" in reply.text.split("\n")[0]
    assert served.replies(unasked) == []


def test_anyone_may_press(served: FakeTelegram, ann: Person, group: Group) -> None:
    """In a group anybody may press the button of a choice."""
    bob = served.user("Bob")
    group.adds(bob)
    offered = served.wait_for_reply(ann.says("/ask where was KAZIND held?", chat=group))
    bob.presses(offered.button("2018"))
    assert served.wait_for_edit(offered).parts("bold") == OTAR


def test_muted(served: FakeTelegram, ann: Person, group: Group) -> None:
    """The bot is silent where it may not write, and answers once it may again."""
    group.mutes(served.world.only_bot())
    ann.says("@briefbot " + QUESTION, chat=group)
    refused = served.wait_for_request("sendMessage", where=lambda request: request.params["chat_id"] == group.id)
    assert refused.status == 400
    group.unmutes(served.world.only_bot())
    assert served.wait_for_reply(ann.says("@briefbot " + QUESTION, chat=group)).parts("bold") == OTAR


def test_channel(served: FakeTelegram, ann: Person) -> None:
    """Posts of a channel and their copies in its group are ignored; comments are answered."""
    group = served.supergroup(members=[ann, served.world.only_bot()])
    channel = served.channel(members=[ann, served.world.only_bot()], linked=group)
    post = ann.says("@briefbot " + QUESTION, chat=channel)
    reply = served.wait_for_reply(ann.says("@briefbot " + QUESTION, chat=group))
    assert reply.parts("bold") == OTAR
    assert served.replies(post) == []
    assert len(served.bot_messages(group)) == 1

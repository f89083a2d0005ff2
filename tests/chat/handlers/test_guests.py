"""Tests of groups with settings of their own, with the real process in both modes."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.messages import chat as chat_words
from tests.chat.guests import OTAR, QUESTION, Guests
from tests.fake_telegram import Migrated


def test_listening_answers_what_it_is_sure_of(at: Guests) -> None:
    """A group in listening mode gets an answer to a question that is put to nobody."""
    assert at.bold(at.ann, QUESTION, chat=at.listening) == [OTAR]


@pytest.mark.parametrize(
    "text",
    [
        "otar? 2018",
        "thanks a lot, everybody",
        "where was KAZIND 2031 held?",
        "where was KAZIND held?",
        "where was the football match?",
        "@bob where was KAZIND 2018 held?",
        "/where was KAZIND 2018 held?",
        "/ask@otherbot where was KAZIND 2018 held?",
        "where was KAZIND 2018 held, and why was the moon full?",
    ],
)
def test_listening_stays_silent(text: str, at: Guests) -> None:
    """No unasked answer to a message that is short, unsure, unanswerable, or addressed to somebody else."""
    at.silent(at.ann, text, chat=at.listening)


def test_listening_does_not_break_in(at: Guests) -> None:
    """No unasked answer to a reply to somebody else, a forwarded message, or an old one."""
    said = at.bob.says("what shall we read?", chat=at.listening)
    at.silent(at.ann, QUESTION, chat=at.listening, reply_to=said)
    old = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=20)
    at.silent(at.ann, QUESTION, chat=at.listening, date=old)
    origin = {"type": "hidden_user", "sender_user_name": "Zed", "date": 1_700_000_000}
    at.silent(at.ann, QUESTION, chat=at.listening, extra={"forward_origin": origin})


def test_off(at: Guests) -> None:
    """Where the bot is switched off it says nothing, however it is called; elsewhere it works."""
    for text in (f"/ask@briefbot {QUESTION}", f"@briefbot {QUESTION}", "/help@briefbot"):
        at.silent(at.ann, text, chat=at.off)
    assert at.bold(at.ann, f"/ask {QUESTION}", chat=at.new_group(at.ann)) == [OTAR]


def test_unasked_elsewhere(at: Guests) -> None:
    """Without the setting, messages put to nobody are ignored."""
    at.silent(at.ann, QUESTION, chat=at.plain)


def test_language_of_the_chat(at: Guests) -> None:
    """The bot's own words are in the language set for the chat, whoever asks."""
    assert "по состоянию на" in at.reply(at.ann, f"/ask {QUESTION}", chat=at.ruled).text


def test_commands_of_admins(at: Guests) -> None:
    """Where commands are for admins and curators, others may ask questions and read the help, and are told so."""
    assert "KAZIND" in at.reply(at.ann, "/topics", chat=at.ruled).text
    assert "KAZIND" in at.reply(at.bob, "/topics", chat=at.ruled).text
    zoe = at.telegram.user("Zoe")
    at.ruled.adds(zoe)
    refused = at.reply(zoe, "/topics@briefbot", chat=at.ruled)
    assert refused.text == "Эту команду здесь могут использовать только администраторы. Команда /ask доступна всем."
    assert "/ask@briefbot" in at.reply(zoe, "/help", chat=at.ruled).text
    assert "KAZIND" in at.reply(at.ann, "/topics@briefbot", chat=at.ruled, anonymous=True).text


def test_the_same_answer_is_pointed_to(at: Guests) -> None:
    """A thread that has had the answer gets a link to it; another thread or language gets the answer."""
    room = at.new_group(at.ann, at.bob, topics=["Ops", "News"])
    first = at.reply(at.ann, f"/ask {QUESTION}", chat=room, topic="Ops")
    again = at.reply(at.bob, "/ask KAZIND 2018 location", chat=room, topic="Ops")
    address = f"https://t.me/c/{str(room.id).removeprefix('-100')}/{room.topic('Ops').thread_id}/{first.id}"
    assert (again.text, again.links) == ("I answered this a short while ago.", {"a short while ago": address})
    assert at.bold(at.bob, f"/ask {QUESTION}", chat=room, topic="News") == [OTAR]
    assert at.bold(at.bob, f"/ask {QUESTION}", chat=room) == [OTAR]
    assert at.reply(at.ann, "/ask who commanded KAZIND 2018?", chat=room, topic="Ops").parts("bold") != []


def test_pointing_in_a_basic_group(at: Guests) -> None:
    """In a basic group, where no link leads to a message, the earlier answer is replied to; if deleted, repeated."""
    group = at.telegram.group("Desk", members=[at.ann, at.bot])
    first = at.reply(at.ann, f"/ask {QUESTION}", chat=group)
    at.ann.says("/ask KAZIND 2018 location", chat=group)
    again = at.telegram.wait_for_message(group, after=first)
    assert again.text == "I answered this here, a short while ago."
    assert again.reply_to is not None
    assert again.reply_to == first.id
    stored = group.stored(first.id)
    assert stored is not None
    stored.deleted = True
    assert at.bold(at.ann, f"/ask {QUESTION}", chat=group) == [OTAR]


def test_private_answers_are_repeated(at: Guests) -> None:
    """In private the same question gets the same answer."""
    assert [at.bold(at.bob, QUESTION) for _ in range(2)] == [[OTAR], [OTAR]]


def test_choices_disappear(at: Guests) -> None:
    """The first press chooses and removes the choices; a later press on one of them only changes the answer."""
    group = at.new_group(at.ann, at.bob)
    offered = at.reply(at.ann, "/ask where was KAZIND held?", chat=group)
    at.bob.presses(offered.button("2018"))
    chosen = at.telegram.wait_for_edit(offered)
    assert chosen.parts("bold") == [OTAR]
    assert not any("KAZIND" in button.text for button in chosen.buttons)


def test_old_button(at: Guests) -> None:
    """A button of a fact that the chat may not see, or no longer, says so."""
    offered = at.reply(at.ann, "/ask who or where was Zamin?", chat=at.limited)
    assert any("Zamin" in button.text for button in offered.buttons)
    elsewhere = at.reply(at.ann, "/ask where was KAZIND held?", chat=at.plain)
    stored = at.plain.stored(elsewhere.id)
    assert stored is not None
    stored.data["reply_markup"] = offered.data["reply_markup"]
    press = at.ann.presses(stored.snapshot().button("Where was Zamin"))
    assert at.telegram.wait_for_callback_answer(press)["text"] == chat_words.GONE


@pytest.mark.parametrize("is_told", [True, False], ids=["told", "found-on-send"])
def test_settings_follow_a_group_that_moves(is_told: bool, at: Guests) -> None:
    """Limited facts and the context of follow-ups move to the new number, however the bot learns it."""
    group = at.telegram.group("Moving", members=[at.ann, at.bot])
    assert at.bold(at.ann, f"/ask@briefbot {QUESTION}", chat=group) == [OTAR]
    if not is_told:
        new = at.telegram.supergroup("Moved", members=[at.ann, at.bot])
        at.telegram.faults.next("sendMessage", Migrated(new.id), where=lambda params: params.get("chat_id") == group.id)
        at.ann.says("/ask@briefbot who commanded KAZIND 2018?", chat=group)
        assert "Tester" in at.telegram.wait_for_message(new).text
    else:
        new = group.migrates()
    assert at.bold(at.ann, "/ask@briefbot where?", chat=new) == [OTAR]


def test_added_removed_added_again(at: Guests) -> None:
    """Each time the bot is added to a group it introduces itself in one message, and works."""
    group = at.telegram.supergroup("New", members=[at.ann])
    group.adds(at.bot)
    first = at.telegram.wait_for_message(group)
    assert "/ask@briefbot" in first.text
    assert first.text.endswith(chat_words.HEARS_ALL)
    group.removes(at.bot)
    group.adds(at.bot)
    second = at.telegram.wait_for_message(group, after=first)
    assert second.text == first.text
    group.mutes(at.bot)
    group.unmutes(at.bot)
    assert at.bold(at.ann, f"/ask {QUESTION}", chat=group) == [OTAR]
    assert len(at.telegram.bot_messages(group)) == 3


def test_channel_posts_and_comments(at: Guests) -> None:
    """A channel post and its copy in the linked group are ignored; a comment may ask the question of the post."""
    group = at.new_group(at.ann)
    channel = at.telegram.channel("News", members=[at.ann, at.bot], linked=group)
    at.ann.says(QUESTION, chat=channel)
    (copy,) = [stored.snapshot() for stored in group.messages.values() if "is_automatic_forward" in stored.data]
    assert at.telegram.replies(copy) == []
    assert at.bold(at.ann, "/ask", chat=group, reply_to=copy) == [OTAR]
    as_channel = at.ann.says(f"/ask@briefbot {QUESTION}", chat=group, as_channel=channel)
    assert "a short while ago" in at.telegram.wait_for_reply(as_channel).text

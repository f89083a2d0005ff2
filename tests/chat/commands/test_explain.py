"""Tests of what people say about an answer or to the bot itself, with the real process in both modes."""

from __future__ import annotations

import pytest

from bot.messages import chat as chat_words
from bot.messages import explain as explain_words
from bot.messages import reasons as reasons_words
from tests.chat.talking import SEPTEMBER, WHERE, Talk
from tests.fake_telegram import Person


@pytest.fixture(name="ann")
def _ann(talk: Talk) -> Person:
    """A new person."""
    return talk.telegram.user("Ann")


@pytest.fixture(name="bob")
def _bob(talk: Talk) -> Person:
    """Another person."""
    return talk.telegram.user("Bob")


def test_asking_back_without_a_reply(talk: Talk, ann: Person, bob: Person) -> None:
    """Not sent as a reply, /why and /source are about what the person was last told there, while the context lasts."""
    room = talk.group(ann, bob, topics=["Ops", "News"])
    ask = {"chat": room, "topic": "Ops"}
    talk.reply(ann, f"/ask@briefbot {WHERE}", **ask)
    assert "It matches “Where was KAZIND 2018 held?”" in talk.reply(ann, "/why@briefbot", **ask).text
    assert "Partners <& friends>" in talk.reply(ann, "@briefbot source?", **ask).links
    assert "Ask me something first" in talk.reply(bob, "/why@briefbot", **ask).text
    assert "Ask me something first" in talk.reply(ann, "/why@briefbot", chat=room, topic="News").text

    offered = talk.reply(ann, "where was KAZIND 2031?")
    assert talk.reply(ann, "/why", reply_to=offered).text.startswith(explain_words.NOT_SURE)
    assert talk.reply(ann, "why?").text.startswith(explain_words.NOT_SURE)
    assert chat_words.SOURCE_OF_WHAT in talk.reply(ann, "/source").text
    ann.presses(offered.button("2019"))
    talk.telegram.wait_for_edit(offered)
    assert explain_words.CHOSEN in talk.reply(ann, "/why").text
    assert reasons_words.REASONS["no-cause"] in talk.reply(ann, "why?").text
    talk.settle(ann)
    talk.rows("UPDATE told SET at = at - 601 WHERE chat_id = ?", ann.id)
    assert "Ask me something first" in talk.reply(ann, "/why").text


def test_small_talk(talk: Talk, ann: Person) -> None:
    """Small talk gets a kind word without facts, is no miss, and keeps the context."""
    talk.rest()
    room, before = talk.group(ann), talk.rows("SELECT count(*) FROM misses")
    told = talk.reply(ann, f"/ask@briefbot {WHERE}", chat=room)
    assert talk.reply(ann, "@briefbot thanks!", chat=room).text == reasons_words.REASONS["thanked"]
    reply = talk.reply(ann, "lol this bot is dumb", chat=room, reply_to=told)
    assert (reply.text, reply.buttons) == (reasons_words.REASONS["nothing-asked"].format(asked="kazind"), [])
    assert talk.answer(ann, "@briefbot when?", chat=room) == [SEPTEMBER]
    vera = talk.telegram.user("Vera", language_code="ru")
    assert talk.reply(vera, "спасибо").text == "Пожалуйста."
    for word in ("help", "Menu", "start"):
        assert "Just type a question" in talk.reply(ann, word).text
    for word, command in (("topics", "/topics"), ("delete my data", "/forgetme"), ("stop", "/subscriptions")):
        assert talk.reply(ann, word).text == talk.reply(ann, command).text
    talk.settle(ann)
    assert talk.rows("SELECT count(*) FROM misses") == before


def test_a_name_alone(talk: Talk, ann: Person) -> None:
    """A name without a question gets the number of facts about it and its sheet, and is no miss."""
    talk.rest()
    before = talk.rows("SELECT count(*) FROM misses")
    reply = talk.reply(ann, "kazind")
    assert reply.text.startswith("I have 4 facts about KAZIND.\nRelated questions I can answer:")
    ann.presses(reply.button("📄 kazind (4)"))
    assert talk.telegram.wait_for_edit(reply).text.startswith("Exercise KAZIND\n4 facts\n")
    told = talk.reply(ann, "show me everything on KAZIND 2018")
    assert reasons_words.REASONS["bare"].format(name="KAZIND 2018", held="2 facts") in told.text
    assert [button.text for button in told.buttons][-1] == "📄 kazind 2018 (2)"
    talk.settle(ann)
    assert talk.rows("SELECT count(*) FROM misses") == before


def test_a_newcomer(talk: Talk, ann: Person) -> None:
    """The first screen has questions to try; a link to nothing leads to it, too."""
    first = talk.reply(ann, "/start").text
    assert "for example:\n• When was KAZIND 2018 held?\n\nSend /help" in first
    assert "/topics" not in first
    assert talk.reply(ann, "/start banana").text == first
    assert "/topics: " in talk.reply(ann, "/help").text

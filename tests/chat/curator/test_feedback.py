"""Tests of thumbs up and down with the real process in both modes: counted once, changeable, told to curators."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.config import Asking
from bot.config.environment import read_database
from bot.messages import chat as chat_words
from bot.store.conversations.votes import Vote, counts
from bot.store.database.engine import open_engine
from tests.chat.talking import FACTS, SEPTEMBER, WHERE, Talk
from tests.conftest import StartProcess
from tests.fake_telegram import FakeTelegram, Hang, Message, Person

THUMBS = ["👍", "👎", "🔗 Copy link"]
REASONS = [chat_words.WRONG, chat_words.OUTDATED, "Not what I asked"]


@pytest.fixture(name="ann")
def _ann(talk: Talk) -> Person:
    """A person who has not asked before."""
    return talk.telegram.user("Ann")


def labels(talk: Talk, message: Message) -> list[str]:
    """List the buttons below the newest version of a message."""
    newest = talk.telegram.now(message)
    return [button.text for button in newest.buttons] if newest is not None else []


def votes(talk: Talk) -> list[tuple[Any, ...]]:
    """Return all votes in the store."""
    return talk.rows("SELECT vote, reason, facts FROM votes ORDER BY at")


def reports(talk: Talk, asked: str) -> list[Message]:
    """Return what the curator was sent about a question, as it reads now."""
    curator = talk.telegram.private_chat(talk.curator)
    return [message for message in talk.telegram.bot_messages(curator) if asked in message.text]


def test_a_vote_changes(talk: Talk, ann: Person) -> None:
    """A person has one vote on an answer: the other thumb changes it, and pressing the same twice changes nothing."""
    talk.rows("DELETE FROM votes")
    told = talk.reply(ann, WHERE)
    assert labels(talk, told) == THUMBS
    assert talk.presses(ann, told, "👍") == chat_words.VOTED_UP
    assert talk.presses(ann, told, "👍") == chat_words.VOTED_UP
    assert votes(talk) == [("up", None, '["kazind-2018-place"]')]
    assert talk.presses(ann, told, "👎") == chat_words.VOTED_DOWN
    assert votes(talk) == [("down", None, '["kazind-2018-place"]')]
    talk.telegram.wait_until(lambda: labels(talk, told) == [*REASONS, *THUMBS], "the reasons")
    assert talk.presses(ann, told, "out of date") == chat_words.REASON_TAKEN
    talk.telegram.wait_until(lambda: labels(talk, told) == THUMBS, "the thumbs")
    talk.presses(ann, told, "👎")
    assert votes(talk) == [("down", "outdated", '["kazind-2018-place"]')]
    talk.presses(ann, told, "👍")
    assert votes(talk) == [("up", None, '["kazind-2018-place"]')]


def test_everybody_has_a_vote(talk: Talk, ann: Person) -> None:
    """In a group each person has a vote of their own on the same answer."""
    talk.rows("DELETE FROM votes")
    bob = talk.telegram.user("Bob")
    told = talk.reply(ann, f"/ask {WHERE}", chat=talk.group(ann, bob))
    talk.presses(ann, told, "👍")
    talk.presses(bob, told, "👎")
    assert [vote for vote, *_ in votes(talk)] == ["up", "down"]


def test_curators_are_told(talk: Talk, ann: Person) -> None:
    """A curator gets one message about a thumb down, with what was asked, and then the reason in it."""
    asked = "where was KAZIND 2018 held <please>?"
    told = talk.reply(ann, asked)
    talk.presses(ann, told, "👎")
    talk.telegram.wait_until(lambda: bool(reports(talk, asked)), "the message to the curator")
    (report,) = reports(talk, asked)
    assert report.parts("bold") == ["👎 on an answer: no reason given yet"]
    assert f"Asked: “{asked}”" in report.text
    assert "In the Otar military area.\nFact kazind-2018-place, facts_of_talk/kazind.yaml:" in report.text
    assert "Ann" not in report.text
    talk.telegram.wait_until(lambda: labels(talk, told) == [*REASONS, *THUMBS], "the reasons")
    talk.presses(ann, told, "wrong")
    assert talk.telegram.wait_for_edit(report).parts("bold") == ["👎 on an answer: It’s wrong"]
    assert len(reports(talk, asked)) == 1


def test_only_answers_have_thumbs(talk: Talk, ann: Person) -> None:
    """A reply without a fact has no thumbs; an answer with several facts has thumbs but no link."""
    assert "👍" not in labels(talk, talk.reply(ann, "who paid for KAZIND 2018?"))
    assert labels(talk, talk.reply(ann, "when and where was KAZIND 2019?")) == THUMBS[:2]


def test_a_vote_on_what_is_forgotten(talk: Talk, ann: Person) -> None:
    """A thumb below an answer that is no longer in the store gets a message that says so."""
    told = talk.reply(ann, WHERE)
    talk.settle(ann)
    talk.rows("DELETE FROM told")
    assert talk.presses(ann, told, "👍") == chat_words.UNKNOWN_BUTTON


def test_votes_are_limited(talk: Talk, ann: Person) -> None:
    """Somebody who presses too often is told so, and is not counted any more."""
    thumb = talk.reply(ann, WHERE).button("👍")
    presses = [ann.presses(thumb) for _ in range(Asking().per_person)]
    said = [talk.telegram.wait_for_callback_answer(press).get("text") for press in (presses[0], presses[-1])]
    assert said[0] == chat_words.VOTED_UP
    assert "more than I can answer" in str(said[1])


def test_no_vote_is_lost_or_double(telegram: FakeTelegram, start_process: StartProcess, database_url: str) -> None:
    """Votes and notices survive a kill in the middle, and a vote that is handled twice counts once."""
    telegram.bot()
    people = [telegram.user(f"Person {number}") for number in range(6)]
    env = {"DATABASE_URL": database_url, "TELEGRAM_LIMITS": "off"}
    process = start_process(mode="webhook", facts=FACTS, env=env)
    asked = [person.says(WHERE) for person in people]
    told = [telegram.wait_for_reply(one) for one in asked]
    telegram.faults.next("answerCallbackQuery", Hang(), times=3)
    presses = [person.presses(one.button("👍")) for person, one in zip(people, told, strict=True)]
    telegram.wait_until(lambda: telegram.journal.count("answerCallbackQuery") >= 4, "the first presses")
    process.kill()
    telegram.faults.clear()
    process.start().wait_until_ready()
    for press in presses:
        telegram.wait_for_callback_answer(press)
    assert telegram.wait_for_reply(people[0].says("when?")).parts("bold") == [SEPTEMBER]
    assert "It matches" in telegram.wait_for_reply(people[0].says("/why", reply_to=told[0])).text
    process.stop()
    with open_engine(read_database({"DATABASE_URL": database_url}, Path())).connect() as connection:
        assert counts(connection, telegram.world.only_bot().id) == {(Vote.UP, None): len(people)}

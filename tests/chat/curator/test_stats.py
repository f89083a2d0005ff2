"""Tests of /stats with the whole bot."""

from __future__ import annotations

from bot.messages import chat as chat_words
from bot.messages import stats as stats_words
from tests.chat.talking import OTAR, WHERE, Talk
from tests.fake_telegram import FakeTelegram, Message, Person


def replies(telegram: FakeTelegram, person: Person, text: str, number: int) -> list[Message]:
    """Say something, and wait for so many replies."""
    said = person.says(text)
    telegram.wait_until(lambda: len(telegram.replies(said)) >= number, f"{number} replies")
    return telegram.replies(said)


def test_stats(talk: Talk) -> None:
    """A curator gets, in private, a picture and a table, which contain neither texts nor people."""
    ann = talk.telegram.user("Ann")
    talk.rest()  # what others asked is counted behind its answer
    talk.rows("DELETE FROM asked")
    assert talk.answer(ann, WHERE) == [OTAR]
    group = talk.group(ann, talk.curator)
    assert talk.answer(ann, f"/ask {WHERE}", chat=group) == [OTAR]
    refused = ann.says("who won the regatta of Cowes?")
    talk.telegram.wait_for_reply(refused)
    edited = talk.reply(ann, "where was KAZIND held?")
    ann.presses(edited.button("2019"))
    talk.telegram.wait_for_edit(edited)
    talk.settle(ann)

    photo, table = replies(talk.telegram, talk.curator, "/stats", 2)
    assert photo.data["photo"]
    assert photo.data["caption"].startswith("4 questions in the last 30 days: answered 2, suggested 1, refused 1.")
    lines = table.text.splitlines()
    assert lines[0] == "Questions by week"
    assert lines[1].endswith(": 4 (answered 2)")
    assert lines[3:5] == [stats_words.TOP_FACTS, "• Where was KAZIND 2018 held?: 2"]
    assert "• private chats: 3" in lines
    assert stats_words.CHOSEN.one.format(count="1") in lines
    assert stats_words.NEVER.format(count="2", all="4") in lines
    assert "4 facts from" in talk.reply(talk.curator, "/status").text
    kept = str(talk.rows("SELECT room, kind, fact FROM asked")) + str(talk.rows("SELECT cause FROM counted"))
    assert [text for text in (str(ann.id), str(group.id), "regatta", "Ann") if text in kept] == []


def test_whose_and_how(talk: Talk) -> None:
    """Only curators get statistics, and only in private; a wrong number of days gets a hint."""
    ann, group = talk.telegram.user("Ann"), talk.group(talk.curator)
    assert "questions" not in talk.reply(ann, "/stats").text
    assert talk.reply(talk.curator, "/stats", chat=group).text == chat_words.NOT_IN_PRIVATE
    for wrong in ("/stats 0", "/stats week", "/stats 401", "/stats ²"):
        assert talk.reply(talk.curator, wrong).text == chat_words.STATS_USAGE.format(most="400")

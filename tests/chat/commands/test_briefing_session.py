"""Tests of briefing sessions with the real process: what is recorded, what survives, and the record at the end."""

from __future__ import annotations

import io
import re

from pypdf import PdfReader

from bot.messages import briefing as briefing_words
from tests.chat.talking import FACTS, OTAR, PITHORAGARH, Talk
from tests.conftest import StartBot
from tests.fake_telegram import FakeTelegram, Message, Person
from tests.fake_telegram.chats import Chat

QUIET = {"TELEGRAM_LIMITS": "off"}


def files_of(telegram: FakeTelegram, ended: Message) -> tuple[str, str]:
    """Wait for the record; return the text of the PDF on one line, and the HTML."""
    telegram.wait_until(lambda: len(telegram.replies(ended)) >= 2, "both files")
    pdf, html = telegram.replies(ended)
    assert [one.data["document"]["file_name"].rsplit(".", 1)[1] for one in (pdf, html)] == ["pdf", "html"]
    pages = PdfReader(io.BytesIO(telegram.file(pdf))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split()), telegram.file(html).decode()


def test_a_whole_session(telegram: FakeTelegram, start_bot: StartBot) -> None:
    """Over a kill -9 in a forum topic, the record has each question, edit and note once, with its state."""
    telegram.bot()
    ann, bob = telegram.user("Ann"), telegram.user("Bob")
    process = start_bot(facts=FACTS, env=QUIET)
    room = telegram.supergroup("Room", members=[ann, bob, process.bot], topics=["Ops", "Other"])

    def reply(person: Person, text: str, topic: str = "Ops") -> Message:
        return telegram.wait_for_reply(person.says(text, chat=room, topic=topic))

    assert "Only admins" in reply(bob, "/briefing@briefbot start").text
    assert "No briefing is running" in reply(bob, "/briefing@briefbot status").text
    assert "“Morning” has started" in reply(ann, "/briefing@briefbot start Morning kazind").text
    assert "“Morning” has been running here since" in reply(ann, "/briefing@briefbot start Again").text
    assert reply(ann, "/ask where was KAZ-IND 2018?").parts("bold") == [OTAR]
    reply(bob, "/ask who paid for the zeppelins?")
    reply(bob, "/ask where was KAZIND 2019?", topic="Other")

    process.stop()
    process.start().wait_until_ready()
    edited = bob.says("/ask who sang at KAZIND 2018?", chat=room, topic="Ops")
    first = telegram.wait_for_reply(edited)
    bob.edits(edited, "/ask where was KAZIND 2019?")
    assert telegram.wait_for_edit(first).parts("bold") == [PITHORAGARH]
    assert reply(bob, "/briefing@briefbot note Send the minutes to <all>").text == "Noted."
    status = reply(bob, "/briefing@briefbot status").text
    assert "Questions: 3, open: 1, notes: 1, corrections: 0\n2. who paid for the zeppelins?" in status

    ended = ann.says("/briefing@briefbot end", chat=room, topic="Ops")
    text, html = files_of(telegram, ended)
    assert "RECORD OF A BRIEFING Morning" in text
    assert "topics: kazind 3 questions, 1 of them open fact base " in text
    assert "1. where was KAZ-IND 2018? Ann, " in text
    assert f"answered as: Where was KAZIND 2018 held? {OTAR} as of 2 January 2019 · [1] ¶6" in text
    assert "2. who paid for the zeppelins? Bob, " in text
    assert briefing_words.NO_ANSWER in text
    assert "3. where was KAZIND 2019? Bob, " in text
    assert PITHORAGARH in text
    assert "sang" not in text
    assert text.index("Open items 2. who paid for the zeppelins?") < text.index("Notes Bob, ")
    assert "Send the minutes to <all>" in text
    assert "Sources [1] " in text
    assert html.count("<article>") == 5
    assert "Send the minutes to &lt;all&gt;" in html
    assert all(one.thread_id == room.topic("Ops").thread_id for one in telegram.replies(ended))
    assert "No briefing is running" in reply(ann, "/briefing@briefbot end").text


def said_in(talk: Talk, person: Person, chat: Chat, text: str) -> Message:
    """Send a message into a chat, and wait for the reply."""
    return talk.reply(person, text, chat=chat)


def test_a_choice_and_who_is_forgotten(talk: Talk) -> None:
    """A choice answers the question in the record; /forgetme removes the name; a group that moves keeps its session."""
    telegram = talk.telegram
    ann, bob = telegram.user("Ann Able"), telegram.user("Bob Baker")
    group = telegram.group("Room", members=[ann, bob, talk.process.bot])
    said_in(talk, ann, group, "/briefing@briefbot start")
    offered = said_in(talk, bob, group, "/ask@briefbot where was KAZIND held?")
    said_in(talk, ann, group, "/ask@briefbot where was KAZIND 2019?")
    bob.presses(offered.button("2018"))
    telegram.wait_for_edit(offered)
    talk.reply(bob, "/forgetme now")
    moved = group.migrates()
    said_in(talk, ann, moved, "/ask@briefbot where was KAZIND 2018?")
    status = said_in(talk, ann, moved, "/briefing@briefbot status").text
    assert status.startswith("“Briefing of ")
    assert "Questions: 3, open: 0," in status

    text, html = files_of(telegram, ann.says("/briefing@briefbot end", chat=moved))
    names = [one.data["document"]["file_name"] for one in telegram.bot_messages(moved)[-2:]]
    assert all(len(re.findall("20[0-9][0-9]", name)) == 1 for name in names)
    assert "1. where was KAZIND held? a participant, " in text
    assert "Bob" not in text + html
    assert "Ann Able, " in text


def test_another_edition_leaves_the_question_open(talk: Talk) -> None:
    """Whoever asked about an edition that the base lacks, and looks at another one, still has no answer."""
    ann = talk.telegram.user("Ann")
    group = talk.group(ann)
    said_in(talk, ann, group, "/briefing@briefbot start")
    offered = said_in(talk, ann, group, "/ask@briefbot where was KAZIND 2031 held?")
    ann.presses(offered.button("2018"))
    assert OTAR in talk.telegram.wait_for_edit(offered).text
    assert "Questions: 1, open: 1," in said_in(talk, ann, group, "/briefing@briefbot status").text


def test_not_in_private(talk: Talk) -> None:
    """There is no briefing in private, and no record has what is asked there."""
    ann = talk.telegram.user("Ann")
    assert "in a group" in talk.reply(ann, "/briefing start").text
    group = talk.group(ann)
    assert "/briefing start, with a title" in talk.reply(ann, "/briefing@briefbot", chat=group).text
    talk.reply(ann, "/briefing@briefbot start", chat=group)
    talk.answer(ann, "where was KAZIND 2018?")
    assert "Questions: 0," in talk.reply(ann, "/briefing@briefbot status", chat=group).text


def test_what_is_kept_is_said(talk: Talk) -> None:
    """/privacy says that a session keeps questions and names."""
    assert "While a briefing is recorded" in talk.reply(talk.telegram.user("Ann"), "/privacy").text

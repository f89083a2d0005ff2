"""Tests of what is kept of people and how it is deleted, with the real process in both modes."""

from __future__ import annotations

from bot.chat.dialogue.memory import DialogueMemory
from bot.chat.process.clock import utc_now
from bot.messages import chat as chat_words
from bot.messages import chat as words
from bot.messages import schedules as schedules_words
from bot.store.schema import metadata
from tests.chat.talking import OTAR, SEPTEMBER, WHERE, Talk
from tests.fake_telegram import Person
from tests.said import opening

COUNTS = (
    "SELECT count(*) FROM told WHERE chat_id IN (?, ?, ?)",
    "SELECT count(*) FROM contexts WHERE chat_id IN (?, ?, ?)",
    "SELECT count(*) FROM votes WHERE ? <> ? OR ?",
)


def traces(talk: Talk, person: Person) -> list[tuple[str, ...]]:
    """List the rows of the store in which a person's number or its hash stands, as table and state."""
    known = DialogueMemory(None, talk.process.bot.token, utc_now).hash(f"user {person.id}")  # type: ignore[arg-type]
    return [
        (table.name, *(str(value) for value in row if value in ("done", "sent")))
        for table in metadata.sorted_tables
        for row in talk.rows(str(table.select()))
        if any(one in repr(row) for one in (str(person.id), known))
    ]


def test_forget_me(talk: Talk) -> None:
    """A person is told what is kept of them, and can delete it; what is kept of others stays."""
    ann, bob = talk.telegram.user("Ann", id=5_551_234_568), talk.telegram.user("Bob")
    groups = [talk.group(person) for person in (ann, bob)]
    for person, group in zip((ann, bob), groups, strict=True):
        told = talk.reply(person, f"/ask {WHERE}", chat=group)
        talk.presses(person, told, "👎")
        talk.reply(person, WHERE)
    talk.telegram.poison(talk.telegram.private_chat(ann), "date as text")
    privacy = talk.reply(ann, "/privacy").text
    assert "10 minutes" in privacy
    assert chat_words.YOUR_NUMBER.format(number=ann.id) in privacy
    chats = [chat.id for chat in (*groups, talk.telegram.private_chat(ann))]
    before = [talk.rows(count, *chats) for count in COUNTS]
    asked = talk.reply(ann, "/forgetme")
    assert [talk.rows(count, *chats) for count in COUNTS] == before
    assert talk.presses(bob, asked, words.FORGET_BUTTON) == words.NOT_YOUR_BUTTON
    assert [talk.rows(count, *chats) for count in COUNTS] == before
    assert talk.presses(ann, asked, words.FORGET_BUTTON) == words.FORGOTTEN
    assert talk.telegram.wait_for_edit(asked).text == words.FORGOTTEN
    gone = [talk.rows(count, *chats)[0][0] - kept for count, ((kept,),) in zip(COUNTS, before, strict=True)]
    assert gone == [-2, -2, -1]
    assert talk.rows("SELECT count(*) FROM inbox WHERE state = 'dead' AND lane = ?", str(ann.id)) == [(0,)]
    talk.settle(bob)
    # What is left is that this was asked, for Telegram may repeat it.
    assert [left for left in traces(talk, ann) if left[0] != "quotas"] == [("inbox", "done")]
    assert talk.answer(ann, "when?") == []
    assert talk.answer(bob, "when?") == [SEPTEMBER]


def test_what_would_go_is_named(talk: Talk) -> None:
    """Before anything is deleted, each kind of what is kept is named with its number, subscriptions too."""
    ann = talk.telegram.user("Ann", id=5_551_234_569)
    assert talk.reply(ann, "/forgetme").text.count("•") == 1
    talk.presses(ann, talk.reply(ann, WHERE), "👍")
    talk.reply(ann, "who sang there?")
    talk.reply(ann, "/subscribe daily 08:00 kazind")
    named = talk.reply(ann, "/forgetme").text
    for line in (
        chat_words.FORGET_ANSWERS.other.format(count="2"),
        "1 vote",
        "1 question I couldn’t answer",
        "1 subscription in our private",
    ):
        assert line in named
    assert talk.reply(ann, "/forgetme now").text == words.FORGOTTEN
    assert talk.reply(ann, "/subscriptions").text.startswith(opening(schedules_words.NONE))


def test_nothing_of_a_person_is_written_down(talk: Talk) -> None:
    """Answered texts and numbers of people are neither in the log nor in statistics; the store has no such texts."""
    ann, secret = talk.telegram.user("Ann", id=5_551_234_567), "wHeRe wAs kAz-InD 2018?"
    told = talk.reply(ann, secret)
    assert told.parts("bold") == [OTAR]
    talk.reply(ann, "/why", reply_to=told)
    talk.presses(ann, talk.reply(ann, WHERE), "👍")
    talk.settle(ann)
    assert secret not in talk.process.stderr
    assert str(ann.id) not in talk.process.stderr
    talk.rows("PRAGMA wal_checkpoint(FULL)")  # what was there for a moment may stand in the file until then
    assert secret.encode() not in (talk.process.folder / "var" / "bot.db").read_bytes()
    assert str(ann.id) not in str(talk.rows("SELECT * FROM votes"))

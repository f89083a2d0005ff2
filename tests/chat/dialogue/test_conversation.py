"""Tests of whole conversations in private chats with the real process, in both modes."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.messages import chat as chat_words
from tests.fake_telegram import BadAnswer, Button, FakeTelegram, Person, Refused

OTAR = "In the Otar military area."
PITHORAGARH = "In Pithoragarh."
BELOW = ["👍", "👎", "🔗 Copy link"]
CHOICES = ["Where was KAZIND 2018 held?", "Where was KAZIND 2019 held?"]


def test_question(served: FakeTelegram, ann: Person) -> None:
    """A question gets the answer in bold, its date and its source, without a link preview."""
    reply = served.wait_for_reply(ann.says("where was KAZ-IND 2018 held"))
    assert reply.parts("bold") == [OTAR]
    assert "as of 2 January 2019" in reply.text
    assert reply.links == {"Partners <& friends>": "https://paper.example/2019"}
    assert reply.data["link_preview_options"] == {"is_disabled": True}


def test_caption(served: FakeTelegram, ann: Person) -> None:
    """A caption is a question as well."""
    reply = served.wait_for_reply(ann.sends("photo", caption="where was KAZIND 2018 held"))
    assert reply.parts("bold") == [OTAR]


def test_markup_in_a_fact_is_text(served: FakeTelegram, ann: Person) -> None:
    """What looks like a tag in an answer is shown as it was written."""
    reply = served.wait_for_reply(ann.says("who commanded KAZIND 2018"))
    assert reply.parts("bold") == ["Colonel A <b>Tester</b>."]


@pytest.mark.parametrize("kind", ["sticker", "voice", "photo", "location", "poll", "dice"])
def test_other_content(kind: str, served: FakeTelegram, ann: Person) -> None:
    """A message without text gets one sentence."""
    assert served.wait_for_reply(ann.sends(kind)).text == chat_words.NO_TEXT


def test_album(served: FakeTelegram, ann: Person) -> None:
    """An album without a question gets one sentence, not one for each picture."""
    album = {"media_group_id": "77"}
    first, second = ann.sends("photo", extra=album), ann.sends("photo", extra=album)
    assert "only read text" in served.wait_for_reply(first).text
    served.wait_for_reply(ann.says("/help"))
    assert served.replies(second) == []


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("/start", "I answer briefing questions"),
        ("/start kazind-2018-place", OTAR),
        ("/start kazind-2031-place", chat_words.START),
        ("/privacy", "What I store:"),
        ("/why", chat_words.WHY_OF_WHAT),
        ("/source", chat_words.SOURCE_OF_WHAT),
        ("/help", "/ask@briefbot"),
        ("/HELP@BriefBot", "/ask@briefbot"),
        (
            "/topics",
            chat_words.TOPIC.format(title="Exercise KAZIND", facts="3 facts", example="Who commanded KAZIND 2018?"),
        ),
        ("/sources", "• Partners <& friends>, The Paper, 2 January 2019"),
        ("/ask where was KAZIND 2018 held", OTAR),
        ("/ask", chat_words.NO_QUESTION),
        ("/frobnicate now", chat_words.UNKNOWN_COMMAND.format(name="frobnicate")),
    ],
)
def test_commands(command: str, expected: str, served: FakeTelegram, ann: Person) -> None:
    """Every command answers; an unknown one gets one sentence."""
    assert expected in served.wait_for_reply(ann.says(command)).text


def test_another_bots_command(served: FakeTelegram, ann: Person) -> None:
    """A command for another bot is ignored."""
    served.assert_silent(ann.says("/help@otherbot"), probe=lambda: ann.says("/help"))


def test_choices(served: FakeTelegram, ann: Person) -> None:
    """A question without a year gets the editions as buttons; a press replaces them by the fact."""
    offered = served.wait_for_reply(ann.says("where was KAZIND held?"))
    assert sorted(button.text for button in offered.buttons) == CHOICES
    press = ann.presses(offered.button("2019"))
    chosen = served.wait_for_edit(offered)
    assert (chosen.parts("bold"), chosen.parts("italic")) == ([PITHORAGARH], [CHOICES[1]])
    assert [button.text for button in chosen.buttons] == BELOW
    acknowledged = served.wait_for_request(
        "answerCallbackQuery", where=lambda request: request.params["callback_query_id"] == press.id
    )
    edited = served.wait_for_request(
        "editMessageText", where=lambda request: request.params["chat_id"] == offered.chat.id
    )
    assert acknowledged.number < edited.number


def test_old_press(served: FakeTelegram, ann: Person) -> None:
    """A press too old to be acknowledged still opens its fact; a second press does no harm."""
    offered = served.wait_for_reply(ann.says("where was KAZIND held?"))
    too_old = Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    served.faults.next("answerCallbackQuery", too_old, times=2)
    ann.presses(offered.button("2019"))
    chosen = served.wait_for_edit(offered)
    assert chosen.parts("bold") == [PITHORAGARH]
    ann.presses(offered.button("2019"))
    assert "Otar" in served.wait_for_reply(ann.says("where was KAZIND 2018 held?")).text
    assert served.now(offered) == chosen


def test_press_on_a_deleted_message(served: FakeTelegram, ann: Person) -> None:
    """A press on a message that has been deleted gets the fact in a new message."""
    asked = ann.says("where was KAZIND held?")
    offered = served.wait_for_reply(asked)
    served.faults.next("editMessageText", Refused(400, "Bad Request: message to edit not found"))
    ann.presses(offered.button("2019"))
    assert served.wait_for_reply(offered).parts("bold") == [PITHORAGARH]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("fact:gone", chat_words.GONE),
        ("old", chat_words.UNKNOWN_BUTTON),
    ],
)
def test_press_that_leads_nowhere(data: str, expected: str, served: FakeTelegram, ann: Person) -> None:
    """A button for a fact that is gone, or of an earlier version, says so."""
    offered = served.wait_for_reply(ann.says("where was KAZIND held?"))
    button = Button(offered, offered.button("2019").data | {"callback_data": data})
    assert served.wait_for_callback_answer(ann.presses(button)) == {"text": expected}
    assert served.now(offered) == offered


def test_edit(served: FakeTelegram, ann: Person) -> None:
    """An edited question edits the reply and its choices; an edit that asks the same changes nothing."""
    asked = ann.says("where was KAZIND held?")
    reply = served.wait_for_reply(asked)
    ann.edits(asked, "where was KAZIND held?")
    ann.edits(asked, "where was KAZIND 2019 held?")
    changed = served.wait_for_edit(reply)
    assert (changed.parts("bold"), changed.version) == ([PITHORAGARH], 1)
    assert [button.text for button in changed.buttons] == BELOW
    assert len(served.replies(asked)) == 1
    edits = served.journal.requests("editMessageText")
    assert len([edit for edit in edits if edit.params["chat_id"] == asked.chat.id]) == 1


def test_edit_of_what_got_no_reply(served: FakeTelegram, ann: Person) -> None:
    """A message that becomes a question by an edit is answered then."""
    asked = ann.says("/help@otherbot")
    ann.edits(asked, "where was KAZIND 2018 held?")
    assert served.wait_for_reply(asked).parts("bold") == [OTAR]


def test_edit_after_the_reply_was_deleted(served: FakeTelegram, ann: Person) -> None:
    """An edited question whose reply was deleted gets a new reply."""
    asked = ann.says("where was KAZIND 2018 held?")
    reply = served.wait_for_reply(asked)
    ann.deletes(reply)
    ann.edits(asked, "where was KAZIND 2019 held?")
    assert served.wait_for_reply(asked).parts("bold") == [PITHORAGARH]


@pytest.mark.parametrize(
    ("minutes", "is_stale"),
    [(20, True), (5, False)],
)
def test_stale_question(minutes: int, is_stale: bool, served: FakeTelegram, ann: Person) -> None:
    """An answer that comes late says when the question was asked."""
    asked_at = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=minutes)
    reply = served.wait_for_reply(ann.says("where was KAZIND 2018 held?", date=asked_at))
    assert (f"at {asked_at:%H:%M} UTC" in reply.text.split("\n")[0]) is is_stale
    assert reply.parts("bold") == [OTAR]


def test_deleted_question(served: FakeTelegram, ann: Person) -> None:
    """A question that is deleted before its answer comes is still answered, no longer as a reply."""
    served.faults.next("sendMessage", BadAnswer())
    asked = ann.says("where was KAZIND 2018 held?")
    served.wait_for_request("sendMessage", where=lambda request: request.params["chat_id"] == asked.chat.id)
    ann.deletes(asked)
    answer = served.wait_for_message(asked.chat)
    assert (answer.parts("bold"), answer.reply_to) == ([OTAR], None)

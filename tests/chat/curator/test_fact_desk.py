"""Tests of the fact desk with the whole bot: a curator changes a fact from the chat, and asks for its life."""

from __future__ import annotations

import pytest

from bot.chat.curator.fact_desk import fields_in, question_in
from bot.messages import curator as curator_words
from bot.replies import words_in
from tests.chat.curator.test_gap_console import BASE, CONFIG, CURATOR, UNLIMITED, patches, shown, topic
from tests.commands.bases import FACTS, QUESTION
from tests.conftest import StartBot
from tests.fake_telegram import FakeTelegram, Message, Person

DESK = ["Edit", "Successor", "Withdraw", "History"]


@pytest.fixture(name="curator")
def _curator(telegram: FakeTelegram) -> Person:
    """The curator, in a private chat with the bot."""
    telegram.bot()
    return telegram.user("Cora", id=CURATOR)


def said(telegram: FakeTelegram, curator: Person, text: str) -> Message:
    """Wait until the bot says something in the curator's chat."""
    chat = telegram.private_chat(curator)
    telegram.wait_until(lambda: any(text in one.text for one in telegram.bot_messages(chat)), text)
    return next(one for one in reversed(telegram.bot_messages(chat)) if text in one.text)


def labels(message: Message) -> list[str]:
    """Return what stands on the buttons of a message."""
    return [str(button.text) for button in message.buttons]


def test_a_curator_edits_below_an_answer(telegram: FakeTelegram, curator: Person, start_bot: StartBot) -> None:
    """The button sends the fact as a form; sent back changed, it is judged, written and answered, with its life."""
    process = start_bot(facts=BASE, config=CONFIG, env=UNLIMITED)
    answer = telegram.wait_for_reply(curator.says(QUESTION))
    assert labels(answer)[-4:] == DESK
    ann = telegram.user("Ann")
    assert not set(DESK) & set(labels(telegram.wait_for_reply(ann.says(QUESTION))))

    curator.presses(answer.button("Edit"))
    form = said(telegram, curator, "Send this back to me with your changes:").text.partition("\n\n")[2]
    assert form == "/edit drill-2018-place\nanswer: In Otar.\nas_of: 2019-01-02\nsources: paper ¶6"
    curator.says(form)
    said(telegram, curator, "all of this is already there")
    curator.says(form.replace("In Otar.", "At Gvardeysky."))
    said(telegram, curator, "“edit drill-2018-place answer”: accepted and written to")
    assert topic(process) == FACTS.replace("In Otar.", "At Gvardeysky.")

    shown(telegram, answer, "At Gvardeysky.")  # what was told is corrected, so that the new base is live
    curator.presses(answer.button("History"))
    life = said(telegram, curator, "The history of drill-2018-place").text
    assert "From the start: added" in life
    assert "answer: At Gvardeysky. (earlier: In Otar.)" in life


def test_superseded_and_withdrawn_by_command(telegram: FakeTelegram, curator: Person, start_bot: StartBot) -> None:
    """A successor comes as a patch, a withdrawal builds on it, and both stand in the list of what is not live."""
    process = start_bot(facts=BASE, config=CONFIG.replace("files", "patch"), env=UNLIMITED)
    form = telegram.wait_for_reply(curator.says("/supersede drill-2018-place")).text.partition("\n\n")[2]
    filled = form.replace("answer: …", "answer: At Gvardeysky.").replace("sources: …", "sources: paper ¶8")
    curator.says(filled)
    said(telegram, curator, "“supersede drill-2018-place”: accepted, but not live yet")
    curator.says("/withdraw drill-2019-place The paper was wrong.")
    said(telegram, curator, "It builds on “supersede drill-2018-place”, which is not live yet")

    (_, first), (_, second) = patches(telegram, curator)
    assert "+    superseded_by: drill-2018-place-2019\n" in first
    assert "+    withdrawn_because: The paper was wrong.\n" in second
    assert topic(process) == FACTS
    listed = telegram.wait_for_reply(curator.says("/gaps")).text
    assert "Replaces the earlier fact: Where was DRILL 2018 held?" in listed
    assert "Changes withdrawn and withdrawn_because of: Where was DRILL 2019 held?" in listed


def test_what_is_not_changed(telegram: FakeTelegram, curator: Person, start_bot: StartBot) -> None:
    """Only curators change facts, only facts that are there, and nothing that breaks the base."""
    process = start_bot(facts=BASE, config=CONFIG, env=UNLIMITED)
    assert "Give the id of the fact" in telegram.wait_for_reply(curator.says("/edit")).text
    assert "There is no fact drill-1918" in telegram.wait_for_reply(curator.says("/history drill-1918")).text
    assert "with the reason" in telegram.wait_for_reply(curator.says("/withdraw drill-2018-place")).text
    answer = telegram.wait_for_reply(curator.says(QUESTION))
    ann = telegram.user("Ann")
    press = ann.presses(answer.button("Withdraw"))
    assert telegram.wait_for_callback_answer(press).get("text")
    assert "curators" in telegram.wait_for_reply(ann.says("/withdraw drill-2018-place For fun.")).text

    curator.says("/edit drill-2018-place question Where was DRILL 2019 held?")
    assert "[phrase-taken]" in said(telegram, curator, "refused. Nothing was written").text
    assert topic(process) == FACTS


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("answer: In Otar.", {"answer": ("In Otar.",)}),
        ("answer In Otar: the area.", {"answer": ("In Otar: the area.",)}),
        ("answer: In Otar,\nnear Almaty.\nas_of: 2019", {"answer": ("In Otar, near Almaty.",), "as_of": ("2019",)}),
        ("sources: a ¶1\nsources: b", {"sources": ("a ¶1", "b")}),
        ("claims.1.answer: X", {"claims.1.answer": ("X",)}),
        ("", {}),
    ],
)
def test_fields_in_a_message(text: str, fields: dict[str, tuple[str, ...]]) -> None:
    """A message names a field a line; a line without one goes on, and a field that comes again is a list."""
    assert fields_in(text) == fields


def test_not_what_was_asked(telegram: FakeTelegram, curator: Person, start_bot: StartBot) -> None:
    """A thumb down with that reason offers the curator one button: the fact never answers that question again."""
    process = start_bot(facts=BASE, config=f"feedback: true\n{CONFIG}", env=UNLIMITED)
    telegram.wait_for_reply(curator.says("/start"))
    ann = telegram.user("Ann")
    asked = "where did DRILL 2018 happen"
    told = telegram.wait_for_reply(ann.says(asked))
    ann.presses(told.button("👎"))
    notice = said(telegram, curator, "👎 on an answer: no reason given yet")
    assert labels(notice) == []
    telegram.wait_until(lambda: "Not what I asked" in labels(now(telegram, told)), "the reasons")
    ann.presses(now(telegram, told).button("Not what I asked"))
    shown(telegram, notice, "Not what I asked")
    telegram.wait_until(lambda: labels(now(telegram, notice)) == [curator_words.NEVER], "the button")

    curator.presses(now(telegram, notice).buttons[0])

    said(telegram, curator, "accepted and written to")
    assert topic(process) == FACTS.replace("    asks: place\n", f"    asks: place\n    not_for: [{asked}]\n", 1)
    curator.says("/reload")
    said(telegram, curator, "2 facts, version")  # loaded now, or by the watcher before
    assert "In Otar" not in telegram.wait_for_reply(ann.says(asked)).text
    assert "In Otar" in telegram.wait_for_reply(ann.says(QUESTION)).text


def now(telegram: FakeTelegram, message: Message) -> Message:
    """Return a message as it reads now."""
    newest = telegram.now(message)
    assert newest is not None
    return newest


def test_the_question_of_a_notice() -> None:
    """The question is read from the notice as it was written, over several lines too; without one there is none."""
    say = words_in("en")
    notice = "👎 on an answer: Not what I asked\nAsked: “where\nwas “it” held?”\nWhere was DRILL 2018 held?\nIn Otar."
    assert question_in(notice, say) == "where was “it” held?"
    assert question_in("👎 on an answer: Not what I asked\nFact a, b.yaml:1", say) == ""

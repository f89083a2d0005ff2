"""Tests of inline mode with the real process, in both modes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from urllib.request import urlopen

import pytest
from prometheus_client import REGISTRY
from telegram import InputTextMessageContent

from bot.chat.dialogue.autocomplete import InlineCandidate
from bot.chat.handlers.inline import article_of
from bot.engine.files import load_base
from bot.messages import chat as chat_words
from bot.replies import pick, render
from bot.replies.catalogues import words_in
from tests.chat.guests import OTAR, QUESTION, Guests
from tests.commands.bases import FACTS as DRILL
from tests.commands.bases import PHRASINGS
from tests.conftest import StartBot
from tests.fake_telegram import FakeTelegram
from tests.fake_telegram.wire import Json
from tests.replies.bases import TODAY, fold
from tests.tree import PROJECT


def results(at: Guests, text: str, chat_type: str = "supergroup") -> list[Json]:
    """Type something after the bot's name, and return what is offered."""
    answer = at.telegram.wait_for_inline_answer(at.ann.asks_inline(text, chat_type=chat_type))
    found: list[Json] = answer["results"]
    return found


def test_what_is_offered(at: Guests) -> None:
    """The fact asked for comes first, with answer and source, a button, and a short time in the cache."""
    query = at.ann.asks_inline(QUESTION)
    answer = at.telegram.wait_for_inline_answer(query)
    first = answer["results"][0]
    assert answer["cache_time"] <= 10
    assert answer["is_personal"]
    assert len(answer["results"]) <= 10
    assert first["title"] == "Where was KAZIND 2018 held?"
    assert first["description"].startswith(f"{OTAR} · as of 2 January 2019 · Partners <& friends>, The Paper")
    assert all(result["reply_markup"]["inline_keyboard"] for result in answer["results"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "kazind-"),
        ("kazi", "kazind-"),
        ("KAZIND 2019", "kazind-2019-place"),
        ("who commanded kazind", "kazind-2018-commander"),
        ("Где прошли KAZIND 2018?", "kazind-2018-place"),
    ],
)
def test_while_typing(text: str, expected: str, at: Guests) -> None:
    """Facts are offered from the first letters on, the likeliest first."""
    assert results(at, text)[0]["id"].startswith(expected)


@pytest.mark.parametrize(
    "text", ["xyzzy plugh", "<b>&", "\u202e\u200b" * 30, "😀" * 100], ids=["words", "tags", "unseen", "faces"]
)
def test_nothing_to_offer(text: str, at: Guests) -> None:
    """A fact that the base lacks is not offered, and no failed query keeps the next one from being answered."""
    assert all("kazind" in result["id"] for result in results(at, text))


def test_a_chosen_fact(at: Guests) -> None:
    """A chosen fact is sent whole, counted, and remembered for corrections; its button shows the newest state."""
    group = at.telegram.supergroup("Elsewhere", members=[at.ann])
    counted = REGISTRY.get_sample_value("briefing_bot_inline_sent_total") or 0.0  # of all bots in this process
    query = at.ann.asks_inline("who commanded KAZIND 2018?")
    first = at.telegram.wait_for_inline_answer(query)["results"][0]
    sent = at.ann.chooses(query, first["id"], chat=group)
    assert sent.parts("bold") == ["Colonel A <b>Tester</b>."]
    press = at.ann.presses(sent.button(chat_words.STILL_SO))
    assert at.telegram.wait_for_callback_answer(press)["text"] == chat_words.IT_IS

    stored = group.stored(sent.id)
    assert stored is not None
    stored.data["text"] = "Who commanded KAZIND 2018?\nColonel Wrong."
    press = at.bob.presses(sent.button(chat_words.STILL_SO))
    assert at.telegram.wait_for_callback_answer(press)["text"] == chat_words.IS_NEWER
    now = at.telegram.now(sent)
    assert now is not None
    assert now.parts("bold") == ["Colonel A <b>Tester</b>."]
    assert now.buttons[0].text == chat_words.STILL_SO

    at.telegram.wait_until(lambda: kept(at) == [("kazind-2018-commander",)], "the message in the store")
    if at.process.port:
        with urlopen(f"http://127.0.0.1:{at.process.port}/metrics", timeout=5) as page:
            assert f"briefing_bot_inline_sent_total {counted + 1}" in page.read().decode()


def test_a_forged_press(at: Guests) -> None:
    """A press with made-up data changes no message; one that the bot does not remember is only answered."""
    forget_all(at)
    group = at.telegram.supergroup("Forged", members=[at.ann])
    query = at.ann.asks_inline("who commanded KAZIND 2018?")
    first = at.telegram.wait_for_inline_answer(query)["results"][0]
    sent = at.ann.chooses(query, first["id"], chat=group)
    at.telegram.wait_until(lambda: kept(at) != [], "the message in the store")
    stored = group.stored(sent.id)
    assert stored is not None
    honest = str(sent.button(chat_words.STILL_SO).callback_data)
    stored.data["text"] = "Edited by nobody."

    def pressed(data: str) -> str:
        stored.data["reply_markup"] = {"inline_keyboard": [[{"text": "press", "callback_data": data}]]}
        return str(at.telegram.wait_for_callback_answer(at.bob.presses(stored.snapshot().button("press")))["text"])

    assert pressed("again:kazind-2018-place") == chat_words.UNKNOWN_BUTTON
    forget_all(at)
    assert pressed("again:kazind-2018-place") == chat_words.ASK_ANEW
    assert pressed(honest) == chat_words.IT_IS
    now = at.telegram.now(sent)
    assert now is not None
    assert now.text == "Edited by nobody."


def test_a_disputed_fact() -> None:
    """The list shows every claim of a disputed fact, though sources may be cut off; what is sent has all of both."""
    base = load_base([PROJECT / "facts"])
    fact = base.by_id["kazind-2021-dates"]
    result = article_of(
        InlineCandidate(fact, render(pick(base, fact.id), base, today=TODAY, fold=fold)), words_in("en")
    )
    content = result.input_message_content

    assert isinstance(content, InputTextMessageContent)
    assert result.title == "When was KAZIND 2021 held?"
    assert str(result.description).startswith("Sources disagree: From 30 August to 11 September 2021. / From 1 to 10")
    assert [claim.answer for claim in fact.claims if claim.answer not in str(result.description)] == []
    assert [claim.answer for claim in fact.claims if claim.answer not in content.message_text] == []


def kept(at: Guests) -> list[tuple[str]]:
    """List the facts whose inline messages are remembered."""
    with closing(sqlite3.connect(at.process.folder / "var" / "bot.db", timeout=5)) as store:
        return store.execute("SELECT fact FROM inline_messages").fetchall()


def forget_all(at: Guests) -> None:
    """Delete what is remembered of inline messages."""
    with closing(sqlite3.connect(at.process.folder / "var" / "bot.db", timeout=5)) as store, store:
        store.execute("DELETE FROM inline_messages")


def test_a_limited_fact_is_kept_up_to_date(telegram: FakeTelegram, start_bot: StartBot) -> None:
    """A limited fact, sent inline into the chat with the bot, is refreshed and corrected there."""
    telegram.bot(supports_inline_queries=True, inline_feedback=True)
    ann, bob = telegram.user("Ann", id=9501), telegram.user("Bob")
    text = DRILL.replace("language: en\n", "language: en\naudience: [9501]\n")
    process = start_bot(facts={"drill.yaml": text, "phrasings.yaml": PHRASINGS}, env={"TELEGRAM_LIMITS": "off"})
    telegram.wait_for_reply(ann.says("/start"))
    query = ann.asks_inline("where was DRILL 2018 held?", chat_type="sender")
    first = telegram.wait_for_inline_answer(query)["results"][0]
    sent = ann.chooses(query, first["id"], chat=telegram.private_chat(ann))
    elsewhere = bob.asks_inline("where was DRILL 2018 held?", chat_type="sender")
    assert telegram.wait_for_inline_answer(elsewhere)["results"] == []

    (process.folder / "facts" / "drill.yaml").write_text(text.replace("In Otar.", "In Umroi."))
    edited = telegram.wait_for_edit(sent, timeout=20)
    assert edited.parts("bold") == ["In Umroi."]
    press = ann.presses(edited.button(chat_words.STILL_SO))
    assert "newer" in telegram.wait_for_callback_answer(press)["text"]
    assert telegram.wait_for_edit(edited).parts("bold") == ["In Umroi."]

    telegram.wait_for_reply(ann.says("/forgetme now"))
    with closing(sqlite3.connect(process.folder / "var" / "bot.db", timeout=5)) as store:
        assert store.execute("SELECT count(*) FROM inline_messages").fetchall() == [(0,)]

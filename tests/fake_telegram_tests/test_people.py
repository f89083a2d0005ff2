"""Tests of people's hands: buttons, inline mode, and the waits of a test."""

from __future__ import annotations

import pytest

from tests.fake_telegram import Bot, FakeTelegram, Json, Message, Person

from .conftest import Client

KEYBOARD: Json = {
    "inline_keyboard": [
        [{"text": "KAZIND 2018", "callback_data": "f:1"}],
        [{"text": "No", "url": "https://x.org"}],
    ]
}


@pytest.fixture
def offer(client: Client, ann: Person, telegram: FakeTelegram) -> Message:
    """A reply of the bot with buttons."""
    asked = ann.says("where?")
    reply = {"message_id": asked.id}
    client.result("sendMessage", chat_id=ann.id, text="which?", reply_parameters=reply, reply_markup=KEYBOARD)
    return telegram.wait_for_reply(asked)


def test_press(client: Client, ann: Person, offer: Message, telegram: FakeTelegram) -> None:
    """A press arrives with its data and message; the edit that follows is a later version."""
    press = ann.presses(offer.button("KAZIND"))
    query = client.updates()[-1]["callback_query"]
    assert (query["id"], query["data"], query["message"]["message_id"]) == (press.id, "f:1", offer.id)
    client.result("editMessageText", chat_id=ann.id, message_id=offer.id, text="<b>Otar</b>", parse_mode="HTML")
    edited = telegram.wait_for_edit(offer)
    assert (edited.text, edited.parts("bold"), edited.buttons, edited.version) == ("Otar", ["Otar"], [], 1)
    assert offer.text == "which?"
    assert telegram.now(offer) == edited
    ann.presses(offer.button("KAZIND"))  # old buttons may still be pressed
    assert client.updates()[-1]["callback_query"]["message"]["text"] == "Otar"


@pytest.mark.parametrize(
    ("label", "complaint"),
    [("x", "0 buttons like 'x'"), ("", "2 buttons like ''"), ("No", "'No' is no button")],
)
def test_wrong_button(label: str, complaint: str, ann: Person, offer: Message) -> None:
    """A button that is not there, not the only one, or calls nobody back cannot be pressed."""
    with pytest.raises(AssertionError, match=complaint):
        ann.presses(offer.button(label))


def result(keyboard: bool = False) -> Json:
    """An inline result, perhaps with a button."""
    content = {"message_text": "<b>Otar</b>", "parse_mode": "HTML"}
    made: Json = {"type": "article", "id": "r1", "title": "Where?", "input_message_content": content}
    return made | ({"reply_markup": KEYBOARD} if keyboard else {})


def test_inline(client: Client, ann: Person, telegram: FakeTelegram, bot: Bot) -> None:
    """A chosen result is sent via the bot, which hears of it and may edit what has a button."""
    bot.supports_inline_queries = bot.inline_feedback = True
    group = telegram.group(members=[ann])
    query = ann.asks_inline("kazind")
    asked = client.updates()[-1]["inline_query"]
    assert (asked["id"], asked["query"]) == (query.id, "kazind")
    client.result("answerInlineQuery", inline_query_id=query.id, results=[result(keyboard=True)], cache_time=5)
    assert telegram.wait_for_inline_answer(query)["cache_time"] == 5
    sent = ann.chooses(query, "r1", chat=group)
    assert (sent.parts("bold"), sent.data["via_bot"]["id"]) == (["Otar"], bot.id)
    chosen = client.updates()[-1]["chosen_inline_result"]
    where = chosen["inline_message_id"]
    assert client.result("editMessageText", inline_message_id=where, text="corrected") is True
    assert telegram.wait_for_edit(sent).text == "corrected"
    ann.presses(sent.button("KAZIND"))
    assert client.updates()[-1]["callback_query"]["inline_message_id"] == where


def test_inline_without_button(client: Client, ann: Person, telegram: FakeTelegram, bot: Bot) -> None:
    """Without a button nothing can be edited later, without feedback nothing is told."""
    bot.supports_inline_queries = True
    query = ann.asks_inline("kazind")
    client.result("answerInlineQuery", inline_query_id=query.id, results=[result()])
    sent = ann.chooses(query, "r1", chat=telegram.group(members=[ann]))
    assert sent.buttons == []
    assert all("chosen_inline_result" not in update for update in client.updates())


@pytest.mark.parametrize(
    ("answer", "seconds", "same_person", "cached"),
    [
        ({"cache_time": 10}, 5, False, True),
        ({"cache_time": 10}, 15, False, False),
        ({}, 299, False, True),
        ({"cache_time": 10, "is_personal": True}, 5, False, False),
        ({"cache_time": 10, "is_personal": True}, 5, True, True),
    ],
)
def test_inline_cache(
    answer: Json, seconds: int, same_person: bool, cached: bool,
    client: Client, ann: Person, telegram: FakeTelegram, bot: Bot,
) -> None:  # fmt: skip
    """Telegram serves an answer again, to everybody or one person, for as long as the bot allowed."""
    bot.supports_inline_queries = True
    query = ann.asks_inline("kazind")
    client.result("answerInlineQuery", inline_query_id=query.id, results=[result()], **answer)
    telegram.clock.advance(seconds)
    assert (ann if same_person else telegram.user("Bob")).asks_inline("kazind").cached is cached


def test_bot_not_inline(ann: Person) -> None:
    """A bot that is not switched to inline mode cannot be asked."""
    with pytest.raises(AssertionError, match="not switched to inline mode"):
        ann.asks_inline("x")


def test_wait_says_what_came_instead(client: Client, ann: Person, telegram: FakeTelegram) -> None:
    """A wait in vain shows the newest requests."""
    asked = ann.says("where?")
    client.result("sendMessage", chat_id=ann.id, text="no reply to anything")
    with pytest.raises(AssertionError, match=r"(?s)a reply to .* did not come within 0\.1 s.*no reply to anything"):
        telegram.wait_for_reply(asked, timeout=0.1)
    assert telegram.wait_for_message(asked.chat, after=asked).text == "no reply to anything"


@pytest.mark.parametrize("when", ["before", "after"])
def test_silence(when: str, client: Client, ann: Person) -> None:
    """An answer where silence is due fails at once, or at the end if it comes late."""
    with FakeTelegram(oracle=False) as telegram:
        bot = telegram.bot()
        eve = telegram.user("Eve")
        plain = Client(telegram.url, bot)

        def answer(to: Message) -> None:
            plain.result("sendMessage", chat_id=eve.id, text="x", reply_parameters={"message_id": to.id})

        def probe() -> Message:
            said = eve.says("probe")
            answer(said)
            return said

        hushed = eve.says("not for the bot")
        if when == "before":
            answer(hushed)
            with pytest.raises(AssertionError, match="should have met silence"):
                telegram.assert_silent(hushed, probe=probe)
        else:
            telegram.assert_silent(hushed, probe=probe)
            telegram.assert_clean()
            answer(hushed)
            with pytest.raises(AssertionError, match="although silence was expected"):
                telegram.assert_clean()
        telegram.world.violations.clear()
        telegram._silent.clear()
        plain.close()


def test_confirmation(client: Client, ann: Person, telegram: FakeTelegram) -> None:
    """An update counts as confirmed once a later offset came."""
    said = ann.says("x")
    (update,) = client.updates()
    with pytest.raises(AssertionError, match="did not come"):
        telegram.wait_until_confirmed(said, timeout=0.05)
    client.updates(offset=update["update_id"] + 1)
    telegram.wait_until_confirmed(said)
    telegram.wait_until_confirmed(update["update_id"])


def test_duplicate(client: Client, ann: Person, telegram: FakeTelegram) -> None:
    """A confirmed update can be delivered again under its id."""
    said = ann.says("x")
    (update,) = client.updates()
    assert client.updates(offset=update["update_id"] + 1) == []
    telegram.deliver_again(said)
    assert client.updates() == [update]


def test_deletion(client: Client, telegram: FakeTelegram, offer: Message) -> None:
    """A deleted message is gone for waits, replies and edits."""
    client.result("deleteMessage", chat_id=offer.chat.id, message_id=offer.id)
    telegram.wait_for_deletion(offer)
    assert telegram.bot_messages(offer.chat) == []
    refusal = client.refusal("editMessageText", chat_id=offer.chat.id, message_id=offer.id, text="x")
    assert refusal == "Bad Request: message to edit not found"


def test_requests(client: Client, telegram: FakeTelegram, bot: Bot, ann: Person) -> None:
    """The journal keeps each request with its parameters and answer."""
    commands = [{"command": "ask", "description": "ask"}]
    client.result("setMyCommands", commands=commands, language_code="ru")
    client.refusal("sendMessage", chat_id=ann.id, text="")
    request = telegram.wait_for_request("setMyCommands")
    assert (request.params["commands"], request.result, request.bot) == (commands, True, bot)
    assert client.result("getMyCommands", language_code="ru") == commands
    assert client.result("getMyCommands") == []
    refused = telegram.journal.last("sendMessage")
    assert (refused.ok, refused.status, telegram.journal.count("sendMessage")) == (False, 400, 1)
    with pytest.raises(AssertionError, match="was not carried out"):
        print(refused.result)  # noqa: T201
    assert [r.method for r in telegram.journal.requests()][:2] == ["setMyCommands", "sendMessage"]


def test_journal_keeps_the_newest(ann: Person) -> None:
    """With `keep_requests` old requests go, counts stay."""
    with FakeTelegram(oracle=False, keep_requests=10) as telegram:
        plain = Client(telegram.url, telegram.bot())
        for _ in range(50):
            plain.result("getMe")
        assert telegram.journal.count("getMe") == 50
        assert len(telegram.journal.requests("getMe")) <= 20
        plain.close()

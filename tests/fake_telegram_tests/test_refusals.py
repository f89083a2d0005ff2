"""Tests of what the fake refuses, in Telegram's words."""

from __future__ import annotations

import pytest

from tests.fake_telegram import Bot, FakeTelegram, Json, Message, Person

from .conftest import Client

HTML: Json = {"parse_mode": "HTML"}


def keyboard(*buttons: Json) -> Json:
    """reply_markup with one row."""
    return {"reply_markup": {"inline_keyboard": [list(buttons)]}}


@pytest.fixture
def sent(client: Client, ann: Person, telegram: FakeTelegram) -> Message:
    """A message of the bot in Ann's private chat, with a button."""
    asked = ann.says("hello")
    result = client.result(
        "sendMessage",
        chat_id=ann.id,
        text="one",
        reply_parameters={"message_id": asked.id},
        **keyboard({"text": "A", "callback_data": "a"}),
    )
    assert result["message_id"] == asked.id + 1
    return telegram.wait_for_reply(asked)


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b></b>", **HTML}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "🏟" * 2049}, "message is too long"),
        ({"text": "<b>" + "&amp;" * 4097 + "</b>", **HTML}, "message is too long"),
        ({"text": "<b>x", **HTML},
         'can\'t parse entities: Can\'t find end tag corresponding to start tag "b"'),
        ({"text": "x", "chat_id": 42}, "chat not found"),
        ({"text": "x", "chat_id": "@nobody"}, "chat not found"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"text": "x", "reply_to_message_id": 99}, "message to be replied not found"),
        ({"text": "x", "message_thread_id": 7}, "message thread not found"),
        ({"text": "x", **keyboard({"text": "A", "callback_data": "я" * 33})}, "BUTTON_DATA_INVALID"),
        ({"text": "x", **keyboard({"text": "A", "callback_data": ""})}, "BUTTON_DATA_INVALID"),
        ({"text": "x", **keyboard({"text": "", "callback_data": "a"})},
         'can\'t parse inline keyboard button: Field "text" must be non-empty'),
        ({"text": "x", **keyboard({"text": "A"})},
         "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"text": "x", **keyboard({"text": "A", "url": "nowhere"})},
         "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
        ({"text": "x", **keyboard({"text": "A", "copy_text": {"text": "x" * 257}})},
         "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "x", "reply_parameters": {"message_id": 1, "quote": "not in it"}}, "QUOTE_TEXT_INVALID"),
    ],
)  # fmt: skip
def test_send_message(params: Json, description: str, client: Client, ann: Person, sent: Message) -> None:
    """A bad sendMessage is refused."""
    assert client.refusal("sendMessage", **{"chat_id": ann.id, **params}) == f"Bad Request: {description}"


@pytest.mark.parametrize(
    "params",
    [
        {"text": "x" * 4096},
        {"text": "🏟" * 2048},
        {"text": "<b>" + "&amp;" * 4096 + "</b>", **HTML},
        {"text": "x", "reply_parameters": {"message_id": 99, "allow_sending_without_reply": True}},
        {"text": "x", **keyboard({"text": "A", "callback_data": "я" * 32})},
        {"text": "x", "reply_parameters": {"message_id": 1, "quote": "hell"}},
    ],
)
def test_send_message_just_good(params: Json, client: Client, ann: Person, sent: Message) -> None:
    """At the limits it is carried out."""
    assert client.result("sendMessage", **{"chat_id": ann.id, **params})


@pytest.mark.parametrize(
    ("method", "params", "description"),
    [
        ("editMessageText", {"text": "one", **keyboard({"text": "A", "callback_data": "a"})},
         "message is not modified: specified new message content and reply markup are exactly the same as a "
         "current content and reply markup of the message"),
        ("editMessageText", {"text": "x", "message_id": 99}, "message to edit not found"),
        ("editMessageText", {"text": "x", "message_id": 1}, "message can't be edited"),
        ("editMessageText", {"text": " "}, "message text is empty"),
        ("editMessageCaption", {"caption": "x"}, "there is no caption in the message to edit"),
        ("editMessageReplyMarkup", keyboard({"text": "A", "callback_data": "a"}),
         "message is not modified: specified new message content and reply markup are exactly the same as a "
         "current content and reply markup of the message"),
        ("deleteMessage", {"message_id": 99}, "message to delete not found"),
        ("setMessageReaction", {"message_id": 99}, "message to react not found"),
        ("answerCallbackQuery", {"callback_query_id": "1"},
         "query is too old and response timeout expired or query ID is invalid"),
        ("answerInlineQuery", {"inline_query_id": "1", "results": []},
         "query is too old and response timeout expired or query ID is invalid"),
        ("sendDocument", {"document": "unknown"},
         "wrong remote file identifier specified: can't unserialize it"),
        ("getChatMember", {"user_id": 12345}, "user not found"),
        ("getChatAdministrators", {}, "there are no administrators in the private chat"),
        ("setMyCommands", {"commands": [{"command": "Ask", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "a-b", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "x" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "ask", "description": ""}]},
         "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": [{"command": f"c{n}", "description": "x"} for n in range(101)]},
         "BOT_COMMANDS_TOO_MUCH"),
        ("setMyDescription", {"description": "x" * 513}, "BOT_DESCRIPTION_TOO_LONG"),
        ("setWebhook", {"url": "http://bot.example/"},
         "bad webhook: An HTTPS URL must be provided for webhook"),
        ("setWebhook", {"url": "https://bot.example:5000/"},
         "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ("setWebhook", {"url": "https://bot.example/"},
         "bad webhook: Failed to resolve host: Name or service not known"),
        ("setWebhook", {"url": "http://127.0.0.1:1/", "secret_token": "a b"},
         "secret token contains unallowed characters"),
    ],
)  # fmt: skip
def test_other_methods(method: str, params: Json, description: str, client: Client, ann: Person, sent: Message) -> None:
    """Bad requests of other methods are refused."""
    given: Json = {}
    if method.startswith(("edit", "delete", "setMessage", "send", "getChat")):
        given["chat_id"] = ann.id
    if method.startswith(("edit", "delete")):
        given["message_id"] = sent.id
    assert client.refusal(method, **(given | params)) == f"Bad Request: {description}"


@pytest.mark.parametrize(
    ("method", "description"),
    [("sendMessage", "message text is empty"), ("sendDocument", "there is no document in the request")],
)
def test_missing_parameter(method: str, description: str, telegram: FakeTelegram, client: Client, ann: Person) -> None:
    """What is missing is refused, and the oracle says which field."""
    assert client.refusal(method, chat_id=ann.id) == f"Bad Request: {description}"
    assert "Field required" in telegram.expect_violations(f"request {method}")[0]


def test_unknown_method(client: Client) -> None:
    """A method that does not exist is not found."""
    assert client.answer("sendTelepathy") == {"ok": False, "error_code": 404, "description": "Not Found"}


@pytest.mark.parametrize(("token", "code"), [("7000001:wrong", 401), ("nonsense", 404)])
def test_unknown_token(token: str, code: int, telegram: FakeTelegram, bot: Bot) -> None:
    """A wrong token is unauthorised, what looks like none is not found."""
    stranger = FakeTelegram(oracle=False).bot(token="1:x")
    stranger.token = token
    client = Client(telegram.url, stranger)
    assert client.answer("getMe")["error_code"] == code
    client.close()


def test_callback_is_answered_once(client: Client, ann: Person, sent: Message, telegram: FakeTelegram) -> None:
    """A second answer to a press is too late, and so is one after the query's life."""
    press = ann.presses(sent.button("A"))
    client.result("answerCallbackQuery", callback_query_id=press.id, text="ok")
    assert telegram.wait_for_callback_answer(press) == {"text": "ok"}
    assert "query is too old" in client.refusal("answerCallbackQuery", callback_query_id=press.id)
    late = ann.presses(sent.button("A"))
    telegram.clock.advance(16)
    assert "query is too old" in client.refusal("answerCallbackQuery", callback_query_id=late.id)


def article(number: int, **more: object) -> Json:
    """An inline result."""
    content = {"message_text": "x"}
    return {"type": "article", "id": str(number), "title": "T", "input_message_content": content, **more}


@pytest.mark.parametrize(
    ("results", "description"),
    [
        ([article(n) for n in range(51)], "RESULTS_TOO_MUCH"),
        ([article(1), article(1)], "RESULT_ID_DUPLICATE"),
        ([article(1, id="x" * 65)], "RESULT_ID_INVALID"),
        ([article(1, input_message_content={"message_text": " "})], "message text is empty"),
        ([article(1, input_message_content={"message_text": "<b>", "parse_mode": "HTML"})],
         'can\'t parse entities: Can\'t find end tag corresponding to start tag "b"'),
    ],
)  # fmt: skip
def test_inline_results(results: list[Json], description: str, client: Client, bot: Bot, ann: Person) -> None:
    """Bad inline results are refused."""
    bot.supports_inline_queries = True
    query = ann.asks_inline("x")
    refusal = client.refusal("answerInlineQuery", inline_query_id=query.id, results=results)
    assert refusal == f"Bad Request: {description}"

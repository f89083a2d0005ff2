"""Tests of the oracle: what does not fit the Bot API fails the test."""

from __future__ import annotations

import pytest

from tests.fake_telegram import FakeTelegram, Json, Person

from .conftest import Client

BUTTON = {"text": "A", "callback_data": "a"}


@pytest.mark.parametrize(
    ("method", "params", "sentence"),
    [
        ("sendMessage", {"text": "x", "colour": "red"}, "request sendMessage: unknown field colour"),
        ("sendMessage", {"text": "x", "reply_parameters": {"message_id": 1, "quiet": True,
                                                           "allow_sending_without_reply": True}},
         "request sendMessage: unknown field reply_parameters.quiet"),
        ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [[BUTTON | {"size": 3}]]}},
         "request sendMessage: unknown field reply_markup.inline_keyboard.0.0.size"),
        ("sendMessage", {"text": "x", "link_preview_options": {"is_disabled": "perhaps"}},
         "request sendMessage: link_preview_options"),
        ("sendChatAction", {}, "request sendChatAction: action: Field required"),
        ("setMyCommands", {"commands": [{"command": "ask", "description": "x", "help": "y"}]},
         "request setMyCommands: unknown field commands.0.help"),
        ("getUpdates", {"allowed_updates": 5}, "request getUpdates: allowed_updates"),
    ],
)  # fmt: skip
def test_bad_request(
    method: str, params: Json, sentence: str, telegram: FakeTelegram, client: Client, ann: Person
) -> None:
    """Unknown, missing and nested fields of requests are noted."""
    chat = {"chat_id": ann.id} if method.startswith("send") else {}
    client.answer(method, **chat, **params)
    with pytest.raises(AssertionError, match="violations"):
        telegram.assert_clean()
    assert telegram.expect_violations(sentence)
    telegram.world.violations.clear()  # a union of types complains once for each of them


def test_bad_update(telegram: FakeTelegram, ann: Person) -> None:
    """An update that the fake itself makes wrong is noted, too."""
    group = telegram.group(members=[ann, telegram.world.only_bot()])
    group.title = None
    ann.language_code = {"not": "text"}  # type: ignore[assignment]
    ann.says("/ask", chat=group)
    assert telegram.expect_violations("update message: from.language_code")


def test_good_form(telegram: FakeTelegram, ann: Person) -> None:
    """Unknown fields that a test adds on purpose, and poison, are not held against it."""
    ann.says("x", extra={"brand_new_field": 1})
    telegram.poison(telegram.private_chat(ann), "unknown kind")
    telegram.assert_clean()


def test_expected_violations_must_come(telegram: FakeTelegram) -> None:
    """Expecting a violation that is not there fails."""
    with pytest.raises(AssertionError, match="no violation contains 'x'"):
        telegram.expect_violations("x")

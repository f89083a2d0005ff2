"""Tests of failures of Telegram and of malformed updates, with the whole bot."""

from __future__ import annotations

import pytest

from tests.fake_telegram import BadAnswer, ConnectionReset, FakeTelegram, Person, Refused, TooManyRequests
from tests.fake_telegram.faults import Fault
from tests.fake_telegram.poison import poisons

OTAR = "In the Otar military area."
QUESTION = "where was KAZIND 2018 held?"


@pytest.mark.parametrize(
    "fault",
    [
        TooManyRequests(1),
        BadAnswer(502),
        BadAnswer(500),
        Refused(500, "Internal Server Error"),
        ConnectionReset(),
    ],
)
def test_a_reply_that_fails_is_sent_again(fault: Fault, served: FakeTelegram, ann: Person) -> None:
    """Flood limits, bad gateways and broken connections delay a reply, but do not lose it."""
    served.faults.next("sendMessage", fault)
    asked = ann.says(QUESTION)
    assert served.wait_for_reply(asked).parts("bold") == [OTAR]
    assert len(served.replies(asked)) == 1


def test_an_edit_that_fails_is_done_again(served: FakeTelegram, ann: Person) -> None:
    """The same holds for a pressed button, even if its acknowledgement fails as well."""
    offered = served.wait_for_reply(ann.says("where was KAZIND held?"))
    served.faults.next("answerCallbackQuery", BadAnswer())
    served.faults.next("editMessageText", TooManyRequests(1))
    ann.presses(offered.button("2018"))
    assert served.wait_for_edit(offered).parts("bold") == [OTAR]


def test_bad_html_of_ours(served: FakeTelegram, ann: Person) -> None:
    """A reply that Telegram cannot parse does not stop the next one."""
    served.faults.next("sendMessage", Refused(400, "Bad Request: can't parse entities: unclosed tag"))
    ann.says(QUESTION)
    assert served.wait_for_reply(ann.says(QUESTION)).parts("bold") == [OTAR]


def test_a_blocked_bot(served: FakeTelegram, ann: Person) -> None:
    """Somebody who blocks the bot before the answer gets none, and is answered again after unblocking it."""
    bot = served.world.only_bot()
    served.faults.next("sendMessage", BadAnswer())
    asked = ann.says(QUESTION)
    served.wait_for_request("sendMessage", where=lambda request: request.params["chat_id"] == ann.id)
    ann.blocks(bot)
    served.wait_for_request(
        "sendMessage", where=lambda request: request.params["chat_id"] == ann.id and request.status == 403
    )
    ann.unblocks(bot)
    assert served.wait_for_reply(ann.says(QUESTION)).parts("bold") == [OTAR]
    assert served.replies(asked) == []


@pytest.mark.parametrize(
    "kind",
    [
        "callback without chat_instance",
        "message without date",
        "message without chat",
        "message without id",
        "date as text",
        "chat as number",
        "text as number",
        "entities beyond the text",
        "message as text",
        "message as null",
        "unknown kind",
        "unknown fields",
    ],
)
def test_poison(kind: str, served: FakeTelegram, ann: Person) -> None:
    """A malformed update is set aside, and the next of the same chat is answered at once."""
    number = served.poison(served.private_chat(ann), kind)
    asked = ann.says(QUESTION)
    assert OTAR in served.wait_for_reply(asked).text
    served.wait_until_confirmed(number)


def test_every_poison_is_tried(served: FakeTelegram, ann: Person) -> None:
    """The table above has every kind of malformed update that the fake server knows."""
    (tried,) = (mark.args[1] for mark in test_poison.pytestmark)  # type: ignore[attr-defined]
    assert set(tried) == set(poisons(served.private_chat(ann)))


def test_a_repeated_update_is_answered_once(served: FakeTelegram, ann: Person) -> None:
    """An update that comes twice gets one reply."""
    asked = ann.says(QUESTION)
    served.wait_for_reply(asked)
    served.wait_until_confirmed(asked)
    served.deliver_again(asked)
    assert OTAR in served.wait_for_reply(ann.says(QUESTION)).text
    assert len(served.replies(asked)) == 1

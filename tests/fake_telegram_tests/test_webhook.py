"""Tests of webhook delivery: order, repetition, pace, parallel chats, replies that are methods."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests.fake_telegram import Bot, FakeTelegram, Json, Person

from .conftest import Client
from .receiver import OK, Answer, Receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Where the webhook leads."""
    with Receiver() as listening:
        yield listening


def settled(telegram: FakeTelegram, bot: Bot) -> None:
    """Wait until everything was acknowledged."""
    telegram.wait_until(lambda: not bot.pending, "the acknowledgement of all updates")


def test_delivery(telegram: FakeTelegram, client: Client, bot: Bot, ann: Person, receiver: Receiver) -> None:
    """Updates are posted as JSON with the secret, those from before the webhook, too."""
    before = ann.says("before")
    client.result("setWebhook", url=f"{receiver.url}/telegram?x=1", secret_token="s-1", allowed_updates=["message"])
    after = ann.says("after")
    ann.edits(after, "filtered")
    telegram.wait_until_confirmed(before)
    telegram.wait_until_confirmed(after)
    assert [d.update["message"]["text"] for d in receiver.delivered] == ["before", "after"]
    first = receiver.delivered[0]
    assert first.path == "/telegram?x=1"
    assert first.headers["Content-Type"] == "application/json"
    assert first.headers["X-Telegram-Bot-Api-Secret-Token"] == "s-1"
    info = client.result("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == (f"{receiver.url}/telegram?x=1", 0)
    assert info["allowed_updates"] == ["message"]


@pytest.mark.parametrize("status", [300, 400, 401, 403, 404, 500, 503])
def test_only_2xx_acknowledges(
    status: int, telegram: FakeTelegram, client: Client, bot: Bot, ann: Person, receiver: Receiver
) -> None:
    """Anything but 2xx is tried again, ever later, and what comes after waits."""
    answers = iter([(status, {}, b"no"), (status, {}, b"no"), (204, {}, b""), OK])
    receiver.answer = lambda update: next(answers)
    client.result("setWebhook", url=receiver.url)
    first, second = ann.says("a"), ann.says("b")
    telegram.wait_until_confirmed(second)
    ids = [telegram.private_chat(ann).messages[said.id].updates[bot.id][0] for said in (first, second)]
    assert receiver.ids == [ids[0], ids[0], ids[0], ids[1]]
    starts = [delivered.began for delivered in receiver.delivered]
    assert starts[2] - starts[1] > starts[1] - receiver.delivered[0].ended > 0.04
    info = client.result("getWebhookInfo")
    assert info["last_error_message"].startswith(f"Wrong response from the webhook: {status}")
    assert bot.webhook is not None
    assert [s for _, s in bot.webhook.deliveries] == [status, status, 204, 200]


def test_nobody_listens(telegram: FakeTelegram, client: Client, bot: Bot, ann: Person) -> None:
    """While nobody listens updates wait, and come once somebody does."""
    with Receiver() as gone:
        pass
    client.result("setWebhook", url=gone.url)
    said = ann.says("a")
    telegram.wait_until(lambda: bool(bot.webhook and bot.webhook.last_error), "an error")
    assert client.result("getWebhookInfo")["last_error_message"] == "Connection refused"
    with Receiver() as receiver:
        telegram.route(gone.url, receiver.url)
        telegram.wait_until_confirmed(said)
        assert len(receiver.ids) == 1


def test_timeout(telegram: FakeTelegram, client: Client, ann: Person, receiver: Receiver) -> None:
    """A webhook that hangs is asked again: the same update twice."""
    telegram.world.webhook_timeout = 0.2
    hung = threading.Event()
    released = threading.Event()

    def answer(update: Json) -> Answer:
        if not hung.is_set():
            hung.set()
            released.wait(5)
        return OK

    receiver.answer = answer
    client.result("setWebhook", url=receiver.url)
    said = ann.says("a")
    telegram.wait_until_confirmed(said)
    released.set()
    assert client.result("getWebhookInfo")["last_error_message"] == "Read timeout expired"


def test_retry_after(telegram: FakeTelegram, client: Client, ann: Person, receiver: Receiver) -> None:
    """Retry-After is waited for, at the world's pace."""
    answers = iter([(503, {"Retry-After": "10"}, b""), OK])
    receiver.answer = lambda update: next(answers)
    client.result("setWebhook", url=receiver.url)
    telegram.wait_until_confirmed(ann.says("a"))
    first, second = receiver.delivered
    assert 0.45 < second.began - first.ended < 5


def test_order_in_a_chat(telegram: FakeTelegram, client: Client, bot: Bot, receiver: Receiver) -> None:
    """Within a chat one update is in flight; chats go side by side, up to max_connections."""
    meeting = threading.Barrier(3, timeout=5)

    def answer(update: Json) -> Answer:
        if update["message"]["text"] == "first":
            meeting.wait()  # only met if three chats are served at once
        return OK

    receiver.answer = answer
    client.result("setWebhook", url=receiver.url, max_connections=3)
    people = [telegram.user(f"P{number}") for number in range(5)]
    for person in people[:3]:
        person.says("first")
    for person in people:
        for number in range(4):
            person.says(str(number))
    settled(telegram, bot)
    assert bot.webhook is not None
    assert bot.webhook.most_in_flight == 3
    for person in people:
        mine = [d for d in receiver.delivered if d.update["message"]["from"]["id"] == person.id]
        assert [d.update["update_id"] for d in mine] == sorted(d.update["update_id"] for d in mine)
        assert all(one.ended <= other.began for one, other in pairwise(mine))


def test_reply_with_a_method(telegram: FakeTelegram, client: Client, ann: Person, receiver: Receiver) -> None:
    """A method in the reply is carried out, but for those that cannot be."""
    asked = ann.says("a")
    message = {"method": "sendMessage", "chat_id": ann.id, "text": "<b>x</b>", "parse_mode": "HTML",
               "reply_parameters": {"message_id": asked.id}}  # fmt: skip
    answers = iter([message, {"method": "getMe"}])
    receiver.answer = lambda update: (
        200,
        {"Content-Type": "application/json"},
        json.dumps(next(answers)).encode(),
    )
    client.result("setWebhook", url=receiver.url)
    assert telegram.wait_for_reply(asked).parts("bold") == ["x"]
    telegram.wait_until_confirmed(ann.says("b"))
    assert telegram.journal.last("sendMessage").via_webhook
    assert telegram.journal.count("getMe") == 0


def test_duplicates(telegram: FakeTelegram, client: Client, bot: Bot, ann: Person, receiver: Receiver) -> None:
    """On request an acknowledged update comes once more, at once or later."""
    bot.duplicate_deliveries = 1
    client.result("setWebhook", url=receiver.url)
    said = ann.says("a")
    telegram.wait_until_confirmed(said)
    bot.duplicate_deliveries = 0
    telegram.deliver_again(said)
    settled(telegram, bot)
    assert receiver.ids == [receiver.ids[0]] * 3


def test_public_address(telegram: FakeTelegram, client: Client, bot: Bot, receiver: Receiver) -> None:
    """A public address leads to where a test says; several places take turns."""
    with Receiver() as other:
        telegram.route("https://bot.example", receiver.url, other.url)
        client.result("setWebhook", url="https://bot.example/hook")
        for number in range(4):
            telegram.user(f"P{number}").says("a")
        settled(telegram, bot)
        assert (len(receiver.ids), len(other.ids)) == (2, 2)
        assert other.delivered[0].path == "/hook"


def test_delete_webhook(telegram: FakeTelegram, client: Client, ann: Person, receiver: Receiver) -> None:
    """After deleteWebhook polling works again; pending updates are kept or dropped as asked."""
    receiver.answer = lambda update: (500, {}, b"")
    client.result("setWebhook", url=receiver.url)
    ann.says("a")
    telegram.wait_until(lambda: bool(receiver.ids), "a delivery")
    client.result("deleteWebhook")
    assert len(client.updates()) == 1
    client.result("deleteWebhook", drop_pending_updates=True)
    assert client.updates() == []


def test_drop_pending_updates(telegram: FakeTelegram, client: Client, ann: Person, receiver: Receiver) -> None:
    """setWebhook may drop what came before."""
    ann.says("before")
    client.result("setWebhook", url=receiver.url, drop_pending_updates=True)
    telegram.wait_until_confirmed(ann.says("after"))
    assert [d.update["message"]["text"] for d in receiver.delivered] == ["after"]


@pytest.mark.parametrize("limited", [True, False])
def test_set_webhook_too_often(limited: bool, telegram: FakeTelegram, client: Client, receiver: Receiver) -> None:
    """A second setWebhook within a second is refused, unless switched off."""
    telegram.world.limits_set_webhook = limited
    client.result("setWebhook", url=receiver.url)
    answer = client.answer("setWebhook", url=receiver.url)
    assert answer["ok"] is not limited
    assert answer.get("parameters") == ({"retry_after": 1} if limited else None)

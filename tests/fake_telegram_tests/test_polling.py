"""Tests of getUpdates: offsets, limits, long polls, filters, conflicts."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.fake_telegram import Bot, FakeTelegram, Person
from tests.fake_telegram.poison import KINDS

from .conftest import Client


def ids(client: Client, **params: object) -> list[int]:
    """The ids of the updates that a poll brings."""
    return [update["update_id"] for update in client.updates(**params)]


def test_offset_confirms(client: Client, ann: Person) -> None:
    """Updates come again until a later offset confirms them."""
    for text in "abc":
        ann.says(text)
    first, second, third = ids(client)
    assert (second, third) == (first + 1, first + 2)
    assert ids(client, offset=first) == [first, second, third]
    assert ids(client, offset=third) == [third]
    assert ids(client) == [third]
    assert ids(client, offset=third + 1) == []


def test_negative_offset(client: Client, ann: Person) -> None:
    """A negative offset keeps only the newest and forgets the rest."""
    for text in "abc":
        ann.says(text)
    (newest,) = ids(client, offset=-1)
    assert ids(client) == [newest]


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (3, 3), (100, 100), (0, 100), (1000, 100)])
def test_limit(limit: int, count: int, client: Client, ann: Person) -> None:
    """`limit` is 1 to 100; anything else counts as 100."""
    for number in range(101):
        ann.says(str(number))
    assert len(ids(client, limit=limit)) == count


def test_long_poll_wakes(telegram: FakeTelegram, client: Client, ann: Person) -> None:
    """A waiting poll is answered as soon as something happens."""
    with ThreadPoolExecutor() as pool:
        poll = pool.submit(client.updates, timeout=30)
        telegram.wait_for_request("getUpdates", answered=False)
        ann.says("hello")
        assert [update["message"]["text"] for update in poll.result(timeout=5)] == ["hello"]


def test_long_poll_ends(client: Client) -> None:
    """A poll with nothing to tell ends empty after its timeout."""
    began = time.monotonic()
    assert ids(client, timeout=1) == []
    assert time.monotonic() - began >= 0.9


def test_allowed_updates_stick(client: Client, ann: Person) -> None:
    """The filter is kept until another is given; an empty one is the default; what it drops is gone."""
    client.updates(allowed_updates=["edited_message"])
    said = ann.says("unheard")
    ann.edits(said, "heard")
    (update,) = client.updates()
    assert "edited_message" in update
    assert ids(client, offset=update["update_id"] + 1, allowed_updates=[]) == []
    ann.says("heard again")
    assert len(ids(client)) == 1


def test_second_poll_ends_the_first(telegram: FakeTelegram, client: Client, ann: Person) -> None:
    """When a second poller comes the older poll gets the conflict, and the newer one the updates."""
    with ThreadPoolExecutor() as pool:
        older = pool.submit(client.answer, "getUpdates", timeout=30)
        first = telegram.wait_for_request("getUpdates", answered=False)
        newer = pool.submit(client.updates, timeout=30)
        assert older.result(timeout=5) == {
            "ok": False,
            "error_code": 409,
            "description": "Conflict: terminated by other getUpdates request; "
            "make sure that only one bot instance is running",
        }
        telegram.wait_for_request("getUpdates", answered=False, after=first)
        ann.says("hello")
        assert len(newer.result(timeout=5)) == 1


def test_poll_under_a_webhook(client: Client) -> None:
    """With a webhook set polling is a conflict."""
    client.result("setWebhook", url="http://127.0.0.1:1/")
    refusal = client.refusal("getUpdates")
    assert refusal.startswith("Conflict: can't use getUpdates method while webhook is active")


def test_webhook_ends_a_waiting_poll(telegram: FakeTelegram, client: Client) -> None:
    """Setting a webhook ends the poll that waits."""
    with ThreadPoolExecutor() as pool:
        poll = pool.submit(client.refusal, "getUpdates", timeout=30)
        telegram.wait_for_request("getUpdates", answered=False)
        client.result("setWebhook", url="http://127.0.0.1:1/")
        assert poll.result(timeout=5) == "Conflict: terminated by setWebhook request"


def test_dead_poller_loses_nothing(telegram: FakeTelegram, client: Client, bot: Bot, ann: Person) -> None:
    """An update fetched by a client that died before confirming comes to the next one."""
    ann.says("hello")
    dying = Client(telegram.url, bot)
    fetched = ids(dying)
    dying.close()
    assert ids(client) == fetched


def test_same_offset_is_throttled(telegram: FakeTelegram, client: Client, ann: Person) -> None:
    """Where switched on, asking again for the same offset brings one update only."""
    telegram.world.throttles_same_offset = True
    for text in "ab":
        ann.says(text)
    first = client.updates(offset=1)
    assert (len(first), len(client.updates(offset=1))) == (2, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_poison_is_delivered(kind: str, telegram: FakeTelegram, client: Client, ann: Person) -> None:
    """Each kind of poison arrives among good updates, whatever the filter."""
    client.updates(allowed_updates=["message"])
    update_id = telegram.poison(telegram.private_chat(ann), kind)
    ann.says("and on")
    assert ids(client) == [update_id, update_id + 1]


def test_two_bots(telegram: FakeTelegram, client: Client, ann: Person) -> None:
    """Bots are told apart by their tokens, private chats too."""
    second = telegram.bot(username="otherbot")
    other = Client(telegram.url, second)
    ann.says("for the second", chat=telegram.private_chat(ann, second))
    assert (len(other.updates()), client.updates()) == (1, [])
    other.close()


def test_many_at_once(client: Client, telegram: FakeTelegram, ann: Person) -> None:
    """Messages written from many threads arrive once each, in the order of their ids."""
    people = [telegram.user(f"P{number}") for number in range(8)]
    threads = [threading.Thread(target=lambda p=p: [p.says(str(n)) for n in range(25)]) for p in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = ids(client) + ids(client, offset=ids(client)[-1] + 1)
    assert len(found) == 200
    assert found == sorted(set(found))

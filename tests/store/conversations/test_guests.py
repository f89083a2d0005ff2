"""Tests of what the store keeps for a guest in many chats, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from bot.store.conversations import chat_migrations, contexts, inline_results, quotas, thread_answers
from bot.store.conversations.contexts import DialogueKey, DialogueState
from bot.store.conversations.inline_results import InlineMessage
from bot.store.conversations.quotas import Quota
from bot.store.conversations.thread_answers import Thread

BOT, OLD, NEW = 1, -5, -1005
PERSON, CHAT = Quota("person a", 2, 60.0), Quota("chat -5", 3, 60.0)


def test_quotas_are_used_up_and_return(engine: Engine) -> None:
    """What was counted is over after its window; who is over one limit uses up no other."""
    with engine.begin() as connection:

        def take(now: float, *wanted: Quota) -> Quota | None:
            return quotas.take(connection, BOT, wanted, now)

        assert [take(at, PERSON, CHAT) for at in (1.0, 2.0)] == [None, None]
        assert take(3.0, PERSON, CHAT) == PERSON
        assert take(3.0, CHAT) is None
        assert take(4.0, CHAT) == CHAT
        assert take(61.5, PERSON) is None
        assert take(61.5, PERSON) == PERSON
        assert quotas.take(connection, BOT + 1, [PERSON], 3.0) is None
        assert quotas.forget(connection, BOT, 3661.4) == 5


def test_nothing_is_allowed_at_none(engine: Engine) -> None:
    """A limit of 0 allows nothing."""
    with engine.begin() as connection:
        never = Quota("unasked", 0, 1.0)
        assert quotas.take(connection, BOT, [never], 1.0) == never


def test_a_clock_that_went_back(engine: Engine) -> None:
    """What was counted far ahead no longer counts."""
    with engine.begin() as connection:
        assert quotas.take(connection, BOT, [Quota("person a", 1, 60.0)], 1e9) is None
        assert quotas.take(connection, BOT, [Quota("person a", 1, 60.0)], 1.0) is None


def test_where_an_answer_stands(engine: Engine) -> None:
    """An answer is found in its thread alone, for as long as asked, at its newest place, until it is dropped."""
    thread, other = Thread(OLD, 0), Thread(OLD, 7)
    with engine.begin() as connection:

        def find(thread: Thread, answer: str, since: float) -> int | None:
            return thread_answers.find(connection, BOT, thread, answer, since)

        thread_answers.put(connection, BOT, thread, "a", 10, 100.0)
        assert find(thread, "a", 99.0) == 10
        assert [find(thread, "a", 100.0), find(other, "a", 0.0), find(thread, "b", 0.0)] == [None] * 3
        thread_answers.put(connection, BOT, thread, "a", 11, 200.0)
        assert find(thread, "a", 150.0) == 11
        thread_answers.drop(connection, BOT, OLD, 11)
        assert find(thread, "a", 0.0) is None
        thread_answers.put(connection, BOT, thread, "a", 12, 300.0)
        assert thread_answers.forget(connection, BOT, 301.0) == 1


def test_what_moves_with_a_group(engine: Engine) -> None:
    """Contexts and counts go along to the new number; what is kept by a message's number does not."""
    place, spoken = DialogueKey(OLD, 0, "ann"), DialogueState(("fact",), None, 1.0)
    with engine.begin() as connection:
        contexts.put(connection, BOT, place, spoken, 900, is_newest=False)
        thread_answers.put(connection, BOT, Thread(OLD, 0), "a", 10, 1.0)
        quotas.take(connection, BOT, [Quota(f"chat {OLD}", 1, 60.0), Quota(f"unasked {OLD}", 1, 60.0)], 1.0)
        chat_migrations.move(connection, BOT, OLD, NEW)
        chat_migrations.move(connection, BOT, OLD, NEW)

        moved = DialogueKey(NEW, 0, "ann")
        assert contexts.get(connection, BOT, moved) == spoken
        later = DialogueState(("other",), None, 2.0)
        contexts.put(connection, BOT, moved, later, 2, is_newest=False)
        assert contexts.get(connection, BOT, moved) == later
        full = [Quota(f"chat {NEW}", 1, 60.0), Quota(f"unasked {NEW}", 1, 60.0)]
        assert [quotas.take(connection, BOT, [quota], 2.0) for quota in full] == full
        assert thread_answers.find(connection, BOT, Thread(NEW, 0), "a", 0.0) is None


@pytest.mark.parametrize(("chat", "expected"), [(NEW, {OLD}), (OLD, set()), (-7, set())])
def test_former_numbers(chat: int, expected: set[int], engine: Engine) -> None:
    """A chat is known by the number that it had before."""
    with engine.begin() as connection:
        chat_migrations.move(connection, BOT, OLD, NEW)
        chat_migrations.move(connection, BOT + 1, -7, NEW)

        assert chat_migrations.former(connection, BOT, chat) == expected


def test_where_a_fact_was_sent_inline(engine: Engine) -> None:
    """The messages of a fact are found, oldest first, until they are forgotten."""
    with engine.begin() as connection:
        inline_results.put(connection, BOT, InlineMessage("x2", "fact", "h1"), 2.0)
        inline_results.put(connection, BOT, InlineMessage("x1", "fact", "h1"), 1.0)
        inline_results.put(connection, BOT, InlineMessage("x3", "other", "h1"), 3.0)
        inline_results.put(connection, BOT, InlineMessage("x2", "fact", "h2"), 2.5)

        assert inline_results.of_fact(connection, BOT, "fact") == [
            InlineMessage("x1", "fact", "h1"),
            InlineMessage("x2", "fact", "h2"),
        ]
        assert inline_results.forget(connection, BOT, 2.7) == 2
        assert inline_results.of_fact(connection, BOT, "fact") == []

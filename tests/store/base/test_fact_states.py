"""Tests of what facts have held, and of sends that must not come twice, on both databases."""

from __future__ import annotations

from sqlalchemy import Engine

from bot.store.base import fact_states
from bot.store.conversations import contexts
from bot.store.conversations.contexts import AnswerRecord, DialogueState
from bot.store.outbound import sends
from bot.store.outbound.sends import FinishedSend, SendState, StartedSend

BOT = 1


def test_states_follow_each_other(engine: Engine) -> None:
    """What is told first is no news; then each other state is, once, a return to an earlier one and an end too."""
    with engine.begin() as connection:

        def record(now: float, **contents: str) -> bool:
            return fact_states.record(connection, BOT, {f: (c, f"text {c}") for f, c in contents.items()}, now)

        def held() -> dict[str, tuple[str, float]]:
            return {fact: (one.held, one.since) for fact, one in fact_states.latest(connection, BOT).items()}

        assert not record(5.0, a="1", b="1")
        assert held() == {"a": ("1", 0.0), "b": ("1", 0.0)}
        assert record(6.0, a="2", b="1")
        assert not record(7.0, a="2", b="1")
        assert record(8.0, a="1", b="1")
        assert record(9.0, a="1")
        assert held() == {"a": ("1", 8.0), "b": ("", 9.0)}
        assert record(9.0, a="3")
        assert held()["a"][1] > 9.0  # two changes in one moment keep their order
        assert [one.held for one in fact_states.history(connection, BOT, 9.0)["a"]] == ["2", "1", "3"]
        assert list(fact_states.history(connection, BOT, 9.0005)) == ["a"]
        assert fact_states.latest(connection, BOT + 1) == {}


def test_what_was_held_long_ago_is_deleted(engine: Engine) -> None:
    """What a fact held at that time stays, with all that came after; a fact that was gone then does not."""
    with engine.begin() as connection:
        for now, contents in ((1.0, "abc"), (2.0, "xbc"), (3.0, "yb"), (9.0, "z")):
            held = {fact: (each, each) for fact, each in zip("fgh", contents, strict=False)}
            fact_states.record(connection, BOT, held, now)

        fact_states.forget(connection, BOT, 5.0)

        found = fact_states.history(connection, BOT, 0.0)
        kept = {fact: [one.held for one in states] for fact, states in found.items()}
        assert kept == {"f": ["y", "z"], "g": ["b", ""]}


def test_a_claim_is_made_once(engine: Engine) -> None:
    """A second claim fails, and a send found begun is unknown; one taken back or put off may be made anew."""
    mark = StartedSend("correction", 0, -5, 9, None, 1.0)
    with engine.begin() as connection:
        assert sends.claim(connection, BOT, mark)
        assert not sends.claim(connection, BOT, mark)
        assert [one.state for one in sends.of_cause(connection, BOT, "correction")] == [SendState.UNKNOWN]
        sends.release(connection, BOT, "correction")
        assert sends.claim(connection, BOT, mark)
        sends.end(connection, BOT, [FinishedSend("correction", 0, SendState.PUT_OFF)])
        assert [sends.claim(connection, BOT, mark) for _ in range(2)] == [True, False]


def test_messages_are_found_by_what_they_hold(engine: Engine) -> None:
    """A message that holds a hash is found until it holds another; one whose answer was changed meanwhile stays."""
    with engine.begin() as connection:
        for number, held in ((1, {"a": "h1"}), (2, {"a": "h1", "b": "h2"}), (3, None), (4, {"a": "h3"})):
            contexts.record_answer(
                connection, BOT, AnswerRecord(5, number, None, "{}", DialogueState((), None, 10.0 * number), held, "en")
            )

        def found(*hashes: str, since: float = 0.0) -> list[int]:
            return [one.message for one in contexts.answers_holding(connection, BOT, hashes, since)]

        (first, second) = contexts.answers_holding(connection, BOT, ["h1"], 0.0)
        assert found("h1", "h2") == [1, 2]
        assert found("h1", since=15.0) == [2]
        contexts.replace_content(connection, BOT, first, {"a": "h4"})
        contexts.replace_content(connection, BOT, second, {"a": "h4", "b": "h2"})
        assert (found("h1"), found("h4")) == ([], [1, 2])
        contexts.replace_content(connection, BOT, second, {"a": "h5"})
        assert found("h5") == []

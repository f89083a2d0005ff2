"""Tests of which updates may be worked on, and by whom."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select, text

from bot.store.database.migrate import migrate
from bot.store.intake import inbox
from bot.store.intake.claiming import claim, open_partitions
from bot.store.intake.inbox import Arrived, Claimed, Finished, UpdateState
from bot.store.intake.inbox import inbox as table
from tests.store.conftest import engine_of

BOT, ME, OTHER = 1, 10, 20
NOW = 1000.0


def put(engine: Engine, *updates: tuple[int, str]) -> int:
    """Put updates of partitions."""
    with engine.begin() as connection:
        return len(inbox.put(connection, BOT, [Arrived(n, key, "message", "{}", NOW) for n, key in updates]))


def take(engine: Engine, *partitions: str, worker: int = ME, most: int = 9, now: float = NOW) -> list[int]:
    """Claim from partitions; return the updates."""
    with engine.begin() as connection:
        return [one.update_id for one in claim(connection, BOT, worker, now, most, partitions)]


def end(engine: Engine, number: int, state: UpdateState, worker: int = ME, not_before: float = 0.0) -> None:
    """Finish an update."""
    with engine.begin() as connection:
        inbox.finish(connection, BOT, worker, [Finished(number, state, NOW, "why", 1, not_before)])


def states(engine: Engine) -> dict[int, str]:
    """Return update → state."""
    with engine.connect() as connection:
        rows = connection.execute(select(table.c.update_id, table.c.state))
        return {row.update_id: row.state for row in rows}


def test_one_update_of_a_partition_at_a_time(engine: Engine) -> None:
    """The head of each partition is claimed, the next once that is finished."""
    put(engine, (1, "a"), (2, "a"), (3, "b"), (4, "b"))
    assert take(engine, "a", "b", "c") == [1, 3]
    assert take(engine, "a", "b") == []
    end(engine, 1, UpdateState.DONE)
    assert take(engine, "a", "b") == [2]


def test_the_oldest_first_and_no_more_than_wanted(engine: Engine) -> None:
    """With more partitions than slots, what came first goes first."""
    put(engine, (1, "a"), (2, "b"), (3, "c"))
    assert take(engine, "c", "b", "a", most=2) == [1, 2]


def test_what_is_claimed(engine: Engine) -> None:
    """A claim brings all that is needed to work on it, and how often it was claimed."""
    put(engine, (1, "-7"))
    take(engine, "-7")
    end(engine, 1, UpdateState.FAILED)
    with engine.begin() as connection:
        (claimed,) = claim(connection, BOT, ME, NOW, 1, ["-7"])
    assert claimed == Claimed(1, "-7", "{}", claims=2, failures=1, received_at=NOW)


def test_a_failed_update_does_not_hold_back_the_next(engine: Engine) -> None:
    """It waits for its time, the next of its partition goes on, and then it comes first again."""
    put(engine, (1, "a"), (2, "a"), (3, "a"))
    take(engine, "a")
    end(engine, 1, UpdateState.FAILED, not_before=NOW + 60)
    assert take(engine, "a") == [2]
    end(engine, 2, UpdateState.DONE)
    assert take(engine, "a", now=NOW + 60) == [1]


def test_a_clock_that_went_back(engine: Engine) -> None:
    """What was put off by a clock far ahead does not wait until then."""
    put(engine, (1, "a"))
    take(engine, "a")
    end(engine, 1, UpdateState.FAILED, not_before=NOW + 10 * 86_400)
    assert take(engine, "a") == [1]


def test_another_bot_has_its_own_updates(engine: Engine) -> None:
    """Two bots in one database do not see each other's updates, even of the same number."""
    put(engine, (1, "a"))
    with engine.begin() as connection:
        assert inbox.put(connection, 2, [Arrived(1, "a", "message", "other", NOW)]) == {1}
        assert [one.raw for one in claim(connection, 2, ME, NOW, 9, ["a"])] == ["other"]
    assert take(engine, "a") == [1]


def test_repetitions_are_dropped(engine: Engine) -> None:
    """A known update is not kept again, in whatever state it is, not even within one batch."""
    assert put(engine, (1, "a"), (1, "a"), (2, "a")) == 2
    take(engine, "a")
    end(engine, 1, UpdateState.DONE)
    assert put(engine, (1, "a"), (3, "a")) == 1
    assert states(engine) == {1: "done", 2: "new", 3: "new"}


def test_only_who_has_claimed_may_finish(engine: Engine) -> None:
    """What was taken over meanwhile is not touched by the one that had it."""
    put(engine, (1, "a"))
    take(engine, "a")
    with engine.begin() as connection:
        assert inbox.give_back(connection, BOT, ME) == 1
    take(engine, "a", worker=OTHER)
    end(engine, 1, UpdateState.DONE, worker=ME)
    assert states(engine) == {1: "working"}
    end(engine, 1, UpdateState.DONE, worker=OTHER)
    assert states(engine) == {1: "done"}


def test_open_partitions(engine: Engine) -> None:
    """A look at all partitions names those where something may go, the longest waiting first."""
    put(engine, (1, "busy"), (2, "busy"), (3, "b"), (4, "later"), (5, "a"), (6, "b"))
    take(engine, "busy", "later")
    end(engine, 4, UpdateState.FAILED, not_before=NOW + 60)
    with engine.begin() as connection:
        assert open_partitions(connection, BOT, NOW) == ["b", "a"]


def test_two_claim_at_once(postgres_url: str) -> None:
    """What one process is just claiming, another passes over without waiting."""
    engine = engine_of(postgres_url)
    migrate(engine)
    put(engine, (1, "a"), (2, "a"), (3, "b"))
    with engine.begin() as first, engine.begin() as second:
        second.execute(text("SET LOCAL lock_timeout = '1s'"))
        assert [one.update_id for one in claim(first, BOT, ME, NOW, 1, ["a", "b"])] == [1]
        assert [one.update_id for one in claim(second, BOT, OTHER, NOW, 9, ["a", "b"])] == [3]
    assert states(engine) == {1: "working", 2: "new", 3: "working"}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_deep_queue_costs_no_more(kind: str, request: pytest.FixtureRequest, tmp_path: object) -> None:
    """The heads of partitions are found by the index, however much waits behind them."""
    address = f"sqlite:///{tmp_path}/bot.db" if kind == "sqlite" else request.getfixturevalue("postgres_url")
    engine = engine_of(address)
    migrate(engine)
    put(engine, *((number, f"chat {number % 5}") for number in range(2000)))
    with engine.begin() as connection:
        if kind == "postgresql":
            connection.execute(text("ANALYZE inbox"))
        found = connection.execute(text(f"{PLAN[kind]} {HEAD}")).fetchall()
    assert "ix_inbox_turns" in str(found)


PLAN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}
HEAD = (
    "SELECT update_id FROM inbox WHERE bot_id = 1 AND lane = 'chat 3' AND finished_at IS NULL "
    "AND state IN ('new', 'failed') ORDER BY turn, update_id LIMIT 1"
)


def put_of(engine: Engine, *updates: tuple[int, str], may_drop: bool = False) -> None:
    """Put updates of one partition, each with its sender."""
    with engine.begin() as connection:
        rows = [Arrived(n, "a", "message", "{}", NOW, sender=sender, may_drop=may_drop) for n, sender in updates]
        inbox.put(connection, BOT, rows)


def order(engine: Engine, most: int) -> list[int]:
    """Handle one update of the partition after another; return them in this order."""
    handled: list[int] = []
    while len(handled) < most and (taken := take(engine, "a")):
        handled += taken
        end(engine, taken[0], UpdateState.DONE)
    return handled


def test_people_take_turns(engine: Engine) -> None:
    """Whoever comes while somebody else has much waiting is served next, and both keep their order."""
    put_of(engine, *((n, "ann") for n in range(1, 7)))
    assert order(engine, 2) == [1, 2]
    put_of(engine, (7, "bob"), (8, "bob"), (9, "eve"))
    assert order(engine, 9) == [3, 7, 9, 4, 8, 5, 6]
    put_of(engine, (10, "bob"), (11, "ann"))
    assert order(engine, 9) == [10, 11]


def test_a_flood_is_cut_off(engine: Engine) -> None:
    """Of more requests than anybody is answered at once the rest is not worked on; others lose nothing."""
    put_of(engine, *((n, "ann") for n in range(1, 500)), may_drop=True)
    put_of(engine, *((n, "ann") for n in range(500, 1000)), (1000, "bob"), may_drop=True)
    put_of(engine, (1001, "ann"))
    ended = [number for number, state in states(engine).items() if state == UpdateState.DROPPED]
    assert ended == [*range(inbox.MOST_OPEN + 1, 1000)]
    assert order(engine, 3) == [1, 1000, 2]
    with engine.connect() as connection:
        kept = connection.execute(select(table.c.raw, table.c.sender).where(table.c.update_id == 999)).one()
    assert tuple(kept) == (None, None)


def test_the_sender_goes_with_the_text(engine: Engine) -> None:
    """Once an update is done, nothing says any more who sent it."""
    put_of(engine, (1, "ann"))
    assert order(engine, 1) == [1]
    with engine.connect() as connection:
        assert connection.scalars(select(table.c.sender)).all() == [None]

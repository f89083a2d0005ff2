"""Tests of Telegram's limits as all processes keep them together; the clock is the test's."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, Engine, func, select

from bot.store.outbound import rate_limits
from bot.store.outbound.rate_limits import pauses, slots

BOT = 1


class Clock:
    """The time, and sends as they are let through."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.now = 1000.0

    def time(self, connection: Connection, bot: int) -> float:
        """Tell the time."""
        return self.now

    def take(self, chat: int, bot: int = BOT) -> tuple[float, bool]:
        """Ask for a send; return the wait, and whether it is for all chats together."""
        verdict = self._take(chat, bot)
        return round(max(0.0, verdict.wait), 2), verdict.wait > 0 and verdict.is_for_all

    def send(self, chat: int) -> float:
        """Send as soon as that may be; return when it was."""
        while (wait := self._take(chat).wait) > 0:
            self.now += wait
        return self.now

    def begin(self, chat: int) -> rate_limits.Verdict:
        """Ask for a send that takes its time."""
        with self.engine.begin() as connection:
            return rate_limits.take(connection, BOT, chat, clock=self.time)

    def settle(self, verdict: rate_limits.Verdict) -> None:
        """Have a send end now."""
        assert verdict.slot is not None
        with self.engine.begin() as connection:
            rate_limits.settle(connection, BOT, verdict.slot, clock=self.time)

    def _take(self, chat: int, bot: int = BOT) -> rate_limits.Verdict:
        with self.engine.begin() as connection:
            verdict = rate_limits.take(connection, bot, chat, clock=self.time)
            if verdict.slot is not None:
                rate_limits.settle(connection, bot, verdict.slot, clock=self.time)
        return verdict

    def pause(self, chat: int, seconds: float) -> None:
        """Have Telegram ask for a pause."""
        with self.engine.begin() as connection:
            rate_limits.pause(connection, BOT, chat, seconds, clock=self.time)


@pytest.fixture
def clock(engine: Engine) -> Clock:
    """A clock that stands still."""
    return Clock(engine)


def test_one_a_second_in_a_chat(clock: Clock) -> None:
    """The second message to a chat waits, one to another chat does not."""
    assert clock.take(7) == (0.0, False)
    assert clock.take(7) == (1.02, False)
    assert clock.take(8) == (0.0, False)
    clock.now += 1.02
    assert clock.take(7) == (0.0, False)


def test_twenty_a_minute_in_a_group(clock: Clock) -> None:
    """In no minute are there more than twenty, however they are spread."""
    times = [clock.send(-7) for _ in range(45)]
    assert min(later - earlier for earlier, later in zip(times, times[20:], strict=False)) >= 60
    assert times[19] - times[0] < 21
    assert times[44] - times[0] < 130


def test_a_person_may_have_more(clock: Clock) -> None:
    """The limit of a minute is for groups."""
    times = [clock.send(7) for _ in range(45)]
    assert times[44] - times[0] < 50


def test_thirty_a_second_in_all(clock: Clock) -> None:
    """In no second are there more than thirty to all chats together."""
    times = [clock.send(chat) for chat in range(1, 101)]
    assert min(later - earlier for earlier, later in zip(times, times[30:], strict=False)) >= 1.0
    assert (times[29] - times[0], clock.take(999)[1]) == (0.0, False)
    assert [clock.take(chat)[1] for chat in range(1001, 1031)][-1]


def test_a_send_counts_until_its_end(clock: Clock) -> None:
    """However long a send is under way, the next to its chat comes a second after its end."""
    slow = clock.begin(7)
    clock.now += 3
    assert clock.take(7) == (1.02, False)
    clock.settle(slow)
    clock.now += 1
    assert clock.take(7) == (0.02, False)


def test_sends_under_way_count_for_all(clock: Clock) -> None:
    """Thirty that are under way leave no room, and are looked at again before they can have made some."""
    slow = [clock.begin(chat) for chat in range(1, 31)]
    clock.now += 2
    assert clock.take(99) == (1.02, True)
    clock.settle(slow[0])
    clock.now += 1.03
    assert clock.take(99) == (0.0, False)


def test_a_send_of_a_process_that_died(clock: Clock) -> None:
    """What nobody ends counts for ten seconds."""
    clock.begin(7)
    clock.now += 12
    assert clock.take(7) == (0.0, False)


def test_sends_of_a_process_that_is_known_to_be_gone(clock: Clock) -> None:
    """Once it is known, they count as of that moment."""
    clock.begin(7)
    clock.now += 2
    with clock.engine.begin() as connection:
        rate_limits.settle_all(connection, BOT, clock=clock.time)
    clock.now += 1.03
    assert clock.take(7) == (0.0, False)


def test_another_bot_has_its_own_limits(clock: Clock) -> None:
    """Telegram counts each bot by itself."""
    clock.take(7)
    assert clock.take(7, bot=2) == (0.0, False)


def test_a_pause(clock: Clock) -> None:
    """After a 429 the chat waits as long as Telegram says, and the others go on."""
    clock.pause(7, 30)
    assert (clock.take(7), clock.take(8)) == ((30.0, False), (0.0, False))
    clock.now += 30
    assert clock.take(7) == (0.0, False)


def test_pauses_of_two_chats_are_for_all(clock: Clock) -> None:
    """A second chat with a 429 in the meantime means that Telegram has had enough of everything."""
    clock.pause(7, 30)
    clock.pause(8, 10)
    assert clock.take(9) == (10.0, False)
    clock.now += 10
    assert (clock.take(9), clock.take(7)) == ((0.0, False), (20.0, False))


def test_a_clock_that_goes_back(clock: Clock) -> None:
    """Sends and pauses that a clock far ahead has noted hold nobody back."""
    clock.now += 3600
    clock.take(-7)
    clock.pause(-7, 30)
    clock.now -= 3600
    assert clock.take(-7) == (0.0, False)


def test_what_no_longer_counts_is_deleted(clock: Clock) -> None:
    """The tables hold the last minutes only."""
    clock.take(7)
    clock.pause(7, 10)
    clock.now += 300
    clock.take(8)
    with clock.engine.begin() as connection:
        rate_limits.forget(connection, BOT, clock=clock.time)
        assert connection.scalar(select(func.count()).select_from(slots)) == 1
        assert connection.scalar(select(func.count()).select_from(pauses)) == 0


def test_the_time_is_the_same_for_all(engine: Engine) -> None:
    """The clock that counts is right to the second; on PostgreSQL it is the server's."""
    with engine.begin() as connection:
        first, second = rate_limits.shared_time(connection, BOT), rate_limits.shared_time(connection, BOT)
    assert 0 <= second - first < 5

"""Tests of schedules with three processes on one PostgreSQL: every slot is posted once, or recorded as not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.store.outbound import rate_limits
from tests.chat.by_the_clock import Room, pause, room_in
from tests.fake_telegram import Chat, Hang

pytestmark = pytest.mark.process


def slow_down(room: Room, chat: Chat, seconds: float) -> None:
    """Make a chat wait, as after a 429, so that a claimed post is not begun."""
    with room.engine.begin() as connection:
        rate_limits.pause(connection, room.telegram.world.only_bot().id, chat.id, seconds)


def subscribed(room: Room) -> list[Chat]:
    """Subscribe four groups."""
    ann, bot = room.telegram.user("Ann"), room.telegram.world.only_bot()
    chats: list[Chat] = [room.telegram.supergroup(f"Room {number}", members=[ann, bot]) for number in range(4)]
    for chat in chats:
        said = room.telegram.wait_for_reply(ann.says("/subscribe@briefbot daily 08:00 kazind", chat=chat))
        assert said.text.startswith("Subscribed, number 1: Exercise KAZIND, daily at 08:00 (UTC)")
    return chats


def wait_until_sent(room: Room, chats: list[Chat], day: dt.datetime) -> None:
    """Wait until the store says that the posts due in some chats were sent."""
    slots = [(room.schedule_in(chat), day.timestamp()) for chat in chats]
    room.wait_for(lambda: all(room.rows().get(slot) == "sent" for slot in slots), f"{chats} on {day}")


def test_three_processes(tmp_path: Path, postgres_url: str) -> None:
    """No slot is posted twice, whatever the clock does and whichever process is killed, even between claim and send."""
    with room_in(tmp_path, postgres_url) as room:
        for process in [room.start() for _ in range(3)]:
            process.wait_until_ready()
        chats = subscribed(room)
        first, second, *others = chats
        id, days = room.schedule_in(first), [room.clock.eight(number) for number in range(1, 5)]

        room.clock.turn_to(days[0], before=1)
        wait_until_sent(room, chats, days[0])
        room.clock.turn_to(days[0], before=3600)
        pause()
        room.clock.turn_to(days[0], before=1)  # the slot a second time
        pause(3.0)
        assert [len(room.posts(chat)) for chat in chats] == [1] * 4

        slow_down(room, first, 3)
        room.clock.turn_to(days[1], before=1)
        killed = room.claimer(id, days[1])
        wait_until_sent(room, [second, *others], days[1])
        killed.kill()  # between claim and send: another takes over
        wait_until_sent(room, [first], days[1])

        # In the send, of which Telegram carries out one and not the other: nobody knows, and nobody repeats it.
        faults = room.telegram.faults
        faults.next("sendMessage", Hang(seconds=20), where=lambda params: params["chat_id"] == first.id)
        faults.next("sendMessage", Hang(False, 20), where=lambda params: params["chat_id"] == second.id)
        room.clock.turn_to(days[2], before=1)
        wait_until_sent(room, others, days[2])
        room.wait_for(lambda: faults.waiting == 0, "the sends do not begin")
        room.claimer(id, days[2]).kill()
        for chat in (first, second):
            assert room.wait_until_settled(room.schedule_in(chat), days[2]) == "unknown"

        room.clock.turn_to(days[3], before=1)
        wait_until_sent(room, chats, days[3])
        pause()
        assert [len(room.posts(chat)) for chat in chats] == [4, 3, 4, 4]
        assert sorted(room.rows().values()) == ["sent"] * 14 + ["unknown"] * 2
        assert sum(process.running for process in room.processes) == 1

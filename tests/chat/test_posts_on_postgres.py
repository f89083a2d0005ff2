"""Tests of schedules with three processes on one PostgreSQL: every slot is posted once, or marked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bot.store import limits
from tests.chat.by_the_clock import Room, pause, room_in
from tests.fake_telegram import Chat, Hang


def slow_down(room: Room, chat: Chat, seconds: float) -> None:
    """Have a chat wait, as after a 429: what is claimed for it has not begun."""
    with room.engine.begin() as connection:
        limits.pause(connection, room.telegram.world.only_bot().id, chat.id, seconds)


def subscribed(room: Room) -> tuple[Chat, list[Chat]]:
    """Subscribe four groups; give the first and the others."""
    ann, bot = room.telegram.user("Ann"), room.telegram.world.only_bot()
    chats: list[Chat] = [room.telegram.supergroup(f"Room {number}", members=[ann, bot]) for number in range(4)]
    for chat in chats:
        said = room.telegram.wait_for_reply(ann.says("/subscribe@briefbot daily 08:00 kazind", chat=chat))
        assert said.text.startswith("Subscribed, as number 1: Exercise KAZIND, daily at 08:00 (UTC)")
    return chats[0], chats[1:]


def test_three_processes(tmp_path: Path, postgres_url: str) -> None:
    """No slot is posted twice, whatever the clock does and whoever is killed, between claim and send included."""
    with room_in(tmp_path, postgres_url) as room:
        processes = [room.start() for _ in range(3)]
        for process in processes:
            process.wait_until_ready()
        first, others = subscribed(room)
        chats, id = [first, *others], room.schedule_in(first)
        days = [room.clock.eight(number) for number in range(1, 6)]

        room.clock.turn_to(days[0], before=1)
        room.wait_for_posts(chats, 1)
        room.clock.turn_to(days[0], before=3600)
        pause()
        room.clock.turn_to(days[0], before=1)  # the slot a second time
        pause(3.5)
        assert [len(room.posts(chat)) for chat in chats] == [1] * 4

        slow_down(room, first, 4)
        room.clock.turn_to(days[1], before=1)
        killed = room.claimer(id, days[1])
        wait_for_others(room, id, days[1])
        killed.kill()  # between claim and send: another takes over
        room.wait_for_posts(chats, 2)

        for day, is_carried_out in ((days[2], True), (days[3], False)):
            killed.start()
            hang = Hang(stored=is_carried_out, seconds=8)
            room.telegram.faults.next("sendMessage", hang, where=lambda params: params["chat_id"] == first.id)
            room.clock.turn_to(day, before=1)
            killed = room.claimer(id, day)
            room.wait_for(lambda: room.telegram.faults.waiting == 0, "the send does not begin")
            wait_for_others(room, id, day)
            killed.kill()  # in the send: nobody knows whether it went, and so nobody repeats it
            assert room.wait_until_settled(id, day) == "unknown"

        room.clock.turn_to(days[4], before=1)
        room.wait_for_posts(others, 5)
        room.wait_for_posts([first], 4)
        pause()
        check(room, first, others, days)


def wait_for_others(room: Room, id: str, day: dt.datetime) -> None:
    """Wait until it is written down that what is due in the other chats was sent."""
    due = day.timestamp()

    def is_sent() -> bool:
        return [state for (of, at), state in room.rows().items() if at == due and of != id] == ["sent"] * 3

    room.wait_for(is_sent, f"the other chats on {day}")


def check(room: Room, first: Chat, others: list[Chat], days: list[dt.datetime]) -> None:
    """Compare the store with what was posted, slot by slot."""
    assert [len(room.posts(chat)) for chat in others] == [5] * 3
    assert len(room.posts(first)) == 4  # all but the one that was not carried out
    rows, expected = room.rows(), ["sent", "sent", "unknown", "unknown", "sent"]
    id = room.schedule_in(first)
    assert [rows[id, day.timestamp()] for day in days] == expected
    assert len(rows) == 20
    assert [state for (of, _), state in rows.items() if of != id] == ["sent"] * 15

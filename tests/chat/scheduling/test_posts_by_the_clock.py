"""Tests of schedules with one process and SQLite: what can be set, what is posted, and failures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.messages import schedules as schedules_words
from tests.chat.by_the_clock import FACTS, Room, pause, room_in
from tests.fake_telegram import BadAnswer, Chat, Group, Hang, Person, TooManyRequests
from tests.said import opening

KAZIND = (FACTS / "kazind.yaml").read_text()
FILES = {path.name: path.read_text() for path in FACTS.glob("*.yaml")}
GROUP = -1001000000001  # the number that the first supergroup gets, which may see the limited topic
BERLIN = ZoneInfo("Europe/Berlin")

pytestmark = pytest.mark.process


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A Telegram without limits, in which the test starts a process."""
    with room_in(tmp_path, f"sqlite:///{tmp_path}/bot.db", TELEGRAM_LIMITS="off") as found:
        yield found


def says(room: Room, person: Person, text: str, **where: object) -> str:
    """Send a message, and return the reply."""
    return room.telegram.wait_for_reply(person.says(text, **where)).text  # type: ignore[arg-type]


def group_of(room: Room, *people: Person, **options: object) -> Group:
    """Make a supergroup with the bot in it."""
    return room.telegram.supergroup("Room", members=[*people, room.telegram.world.only_bot()], **options)  # type: ignore[arg-type]


def test_what_can_be_set(room: Room) -> None:
    """Admins, and anybody in private, add, list and remove subscriptions; a mistake is answered with an example."""
    ann, bob = room.telegram.user("Ann"), room.telegram.user("Bob")
    limited, forum = group_of(room, ann, bob), group_of(room, ann, bob, topics=["Ops"])
    assert limited.id == GROUP
    config = f'time_zone: Asia/Almaty\nschedules: [{{chat: {forum.id}, topic: kazind, cron: "0 8 1 * *", what: due}}]\n'
    process = room.start(config=config).wait_until_ready()

    told = says(room, ann, "/subscribe daily 08:00 kazind")
    assert told.startswith("Subscribed, number 1: Exercise KAZIND, daily at 08:00 (Asia/Almaty): the whole sheet.")
    assert says(room, ann, "/subscribe daily 8:00 KAZIND") == schedules_words.KNOWN.format(number="1")
    assert "number 2" in says(room, ann, "/subscribe “30 7 * * 1-5” exercise kazind changed Europe/Berlin")
    listed = says(room, ann, "/subscriptions").splitlines()
    assert listed[1] == "1. Exercise KAZIND, daily at 08:00 (Asia/Almaty): the whole sheet"
    assert listed[3].startswith("2. Exercise KAZIND, Monday to Friday at 07:30 (Europe/Berlin): what changed since")
    assert says(room, ann, "/unsubscribe 7").startswith("There is no subscription 7 here.")
    assert says(room, ann, "/unsubscribe") == schedules_words.WHICH.format(number="1")
    assert says(room, ann, "/unsubscribe 1").startswith("Stopped, number 1: Exercise KAZIND")
    assert "1." not in says(room, ann, "/subscriptions")
    assert says(room, bob, "/unsubscribe").startswith(opening(schedules_words.NONE))

    for wrong, expected in {
        "": "Say when and what, for example: /subscribe daily 08:00 kazind",
        "daily 08:00": "Say when and what, for example: /subscribe daily 08:00 kazind",
        "daily 25:00 kazind": schedules_words.NOT_A_TIME.format(time="25:00", example="/subscribe daily 08:00 kazind"),
        "weekly funday 08:00 kazind": schedules_words.NOT_A_DAY.format(
            day="funday", example="/subscribe weekly mon 08:00"
        ),
        '"0 8 * *" kazind': schedules_words.NOT_A_LINE.format(line="0 8 * *", example='/subscribe "0 8 * * 1-5"'),
        '"* * * * *" kazind': "“* * * * *” would post more often than every ten minutes",
        "daily 08:00 kazind Asia/Almati": schedules_words.NO_ZONE.format(zone="Asia/Almati", near="Asia/Almaty"),
        "daily 08:00 secret": schedules_words.NO_TOPIC.format(topic="secret", topics="kazind"),
    }.items():
        assert says(room, ann, f"/subscribe {wrong}").startswith(expected)

    # What a limited topic is called is known where it may be seen, and nowhere else.
    assert "Operation Zamin" in says(room, ann, "/subscribe@briefbot daily 08:00 secret UTC", chat=limited)
    assert says(room, bob, "/subscriptions@briefbot", chat=forum) == schedules_words.NOT_ADMIN
    assert schedules_words.BY_THE_HOUSE in says(room, ann, "/subscriptions@briefbot", chat=forum)
    assert says(room, ann, "/unsubscribe@briefbot 1", chat=forum).startswith(opening(schedules_words.NONE))
    says(room, ann, "/subscribe@briefbot daily 08:00 kazind UTC", chat=forum, topic="Ops")
    room.clock.turn_to(room.clock.eight(1), before=1)
    room.wait_for_posts([forum, limited], 1)
    assert room.posts(forum)[0].thread_id == forum.topic("Ops").thread_id
    assert room.posts(limited)[0].parts("bold")[0] == "Operation Zamin"
    says(room, ann, "/forgetme now")
    assert says(room, ann, "/subscriptions").startswith(opening(schedules_words.NONE))
    assert process.stop() == 0


def test_what_is_missed(room: Room) -> None:
    """A restart makes up posts an hour late, logs later ones, and repeats none that may have been sent."""
    ann = room.telegram.user("Ann")
    chat = room.telegram.private_chat(ann)
    process = room.start().wait_until_ready()
    says(room, ann, "/subscribe daily 08:00 kazind")
    id, days = room.schedule_in(chat), [room.clock.eight(number) for number in range(1, 5)]
    assert process.stop() == 0

    room.clock.turn_to(days[1] + dt.timedelta(minutes=30))
    process.start()
    assert [room.wait_until_settled(id, day) for day in days[:2]] == ["missed", "sent"]
    assert f"post {id} {days[0].timestamp():.0f}: missed, as no process was running" in process.stderr

    room.telegram.faults.next("sendMessage", Hang(seconds=6))
    room.clock.turn_to(days[2], before=1)
    room.wait_for(lambda: room.telegram.faults.waiting == 0, "the send does not begin")
    process.kill()
    process.start().wait_until_ready()
    assert room.wait_until_settled(id, days[2]) == "unknown"
    assert schedules_words.UNKNOWN in says(room, ann, "/subscriptions")

    # A send that failed in the open is marked; one that Telegram has refused for a while is made later.
    room.telegram.faults.next("sendMessage", BadAnswer(502, stored=True))
    room.clock.turn_to(days[3], before=1)
    assert room.wait_until_settled(id, days[3]) == "unknown"
    room.telegram.faults.next("sendMessage", TooManyRequests(1))
    room.clock.turn_to(room.clock.eight(5), before=1)
    assert room.wait_until_settled(id, room.clock.eight(5)) == "sent"
    pause()
    assert [state for _, state in sorted(room.rows().items())] == ["missed", "sent", "unknown", "unknown", "sent"]
    assert len(room.posts(chat)) == 4


def test_when_clocks_change(room: Room) -> None:
    """08:00 in Berlin comes once a day, also on the day on which the clocks change."""
    ann = room.telegram.user("Ann")
    chat = room.telegram.private_chat(ann)
    room.start().wait_until_ready()
    says(room, ann, "/subscribe daily 08:00 kazind Europe/Berlin")
    before = next_change(room.clock.today) - dt.timedelta(days=1)
    posted = 0
    for day in (before, before + dt.timedelta(days=1), before + dt.timedelta(days=2)):
        room.clock.turn_to(dt.datetime.combine(day, dt.time(8), BERLIN), before=1)
        posted += 1
        room.wait_for_posts([chat], posted)
        room.clock.turn_to(dt.datetime.combine(day, dt.time(9), BERLIN), before=1)
    pause()
    assert len(room.posts(chat)) == posted


def next_change(day: dt.date) -> dt.date:
    """Find the next day on which the clocks of Berlin change."""
    while True:
        day += dt.timedelta(days=1)
        ends = [dt.datetime.combine(day + dt.timedelta(days=n), dt.time(), BERLIN).utcoffset() for n in (0, 1)]
        if ends[0] != ends[1]:
            return day


def test_chats_that_fail(room: Room) -> None:
    """A chat that removed the bot delays no other and is paused after three failures; one that moved is followed."""
    ann, bot = room.telegram.user("Ann"), room.telegram.world.only_bot()
    lost, kept = group_of(room, ann), group_of(room, ann)
    moving = room.telegram.group("Moving", members=[ann, bot])
    process = room.start().wait_until_ready()
    for chat in (lost, kept, moving):
        says(room, ann, "/subscribe@briefbot daily 08:00 kazind", chat=chat)
    id = room.schedule_in(lost)
    assert process.stop() == 0
    lost.removes(bot)
    moved: Chat = moving.migrates()
    process.start()
    for number in range(1, 5):
        room.clock.turn_to(room.clock.eight(number), before=1)
        room.wait_for_posts([kept, moved], number)
        if number < 4:
            assert room.wait_until_settled(id, room.clock.eight(number)) == "failed"
    assert "the schedule is paused" in process.stderr
    assert (id, room.clock.eight(4).timestamp()) not in room.rows()
    lost.adds(bot)
    assert schedules_words.PAUSED in says(room, ann, "/subscriptions@briefbot", chat=lost)
    room.clock.turn_to(room.clock.eight(5), before=1)
    assert room.wait_until_settled(id, room.clock.eight(5)) == "sent"
    assert [len(room.posts(chat)) for chat in (kept, moved)] == [5, 5]


def test_what_is_posted(room: Room) -> None:
    """A schedule posts the whole sheet, changes once, or facts due for review, and nothing where there is none."""
    ann = room.telegram.user("Ann")
    chat = room.telegram.private_chat(ann)
    process = room.start(facts=FILES).wait_until_ready()
    for what in ("whole", "changed", "due"):
        says(room, ann, f"/subscribe daily 08:00 kazind {what}")
    room.clock.turn_to(room.clock.eight(1), before=1)
    room.wait_for(lambda: sorted(room.rows().values()) == ["empty", "empty", "sent"], "the first day")
    (sheet,) = room.posts(chat)
    assert "Where was KAZIND 2018 held?\nIn the Otar military area.\nas of 2 January 2019 · [1] ¶6" in sheet.text
    assert says(room, ann, "/subscriptions").count("nothing to post") == 2

    assert process.stop() == 0
    changed = KAZIND.replace("In Pithoragarh.", "In Aktobe.").replace(
        "sources: [paper-2019 ¶6]", "sources: [paper-2019 ¶6]\n    review_by: 2020-01-01"
    )
    (process.folder / "facts" / "kazind.yaml").write_text(changed)
    process.start()
    room.clock.turn_to(room.clock.eight(2), before=1)
    room.wait_for_posts([chat], 4)
    posts = {message.text.splitlines()[0]: message for message in room.posts(chat)[1:]}
    news = posts["Exercise KAZIND: changed since the last post"]
    assert news.parts("bold")[1:] == ["In Aktobe."]
    assert "Where was KAZIND 2019 held? — changed" in news.text
    assert "Partners <& friends>, The Paper, 2 January 2019, ¶7" in news.text
    late = posts["Exercise KAZIND: due for review"]
    assert late.parts("bold")[1:] == ["In the Otar military area."]
    room.clock.turn_to(room.clock.eight(3), before=1)
    ended = ("empty", "sent")
    room.wait_for(lambda: [state in ended for state in room.rows().values()] == [True] * 9, "the third day")
    assert len(room.posts(chat)) == 6

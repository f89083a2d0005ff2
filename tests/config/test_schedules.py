"""Tests of what config.yaml says of schedules."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.chat.scheduling.scheduler import configured
from bot.config.file import read_settings
from bot.config.settings import ScheduleSettings, Settings
from bot.engine.engine import check_scheduled
from bot.problems import BotError
from bot.schedules.subscription_request import Selection
from tests.replies.bases import base_of

ONE = "chat: -5, topic: drill, cron: 0 8 * * 1-5"


def test_schedules() -> None:
    """What is left out is as usual; the zone is that of all schedules, and topic 1 of a forum is General."""
    more = "time_zone: asia/almaty, what: Due, thread: 7"
    general = f"{ONE}, what: due, thread: 1"
    content = f"schedules: [{{{ONE}}}, {{{ONE}, {more}}}, {{{general}}}]\ntime_zone: europe/berlin"

    settings, problems = read_settings("c", content.encode(), Path())

    assert problems == []
    assert settings.schedules == (
        ScheduleSettings(-5, "drill", "0 8 * * 1-5"),
        ScheduleSettings(-5, "drill", "0 8 * * 1-5", "Asia/Almaty", Selection.DUE, 7),
        ScheduleSettings(-5, "drill", "0 8 * * 1-5", what=Selection.DUE),
    )
    kept = configured(settings, 1.0)
    assert [(one.zone, one.what, one.thread_id) for one in kept] == [
        ("Europe/Berlin", "whole", 0),
        ("Asia/Almaty", "due", 7),
        ("Europe/Berlin", "due", 0),
    ]
    assert len({one.id for one in kept}) == 3
    assert [one.id for one in configured(settings, 2.0)] == [one.id for one in kept]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("schedules: yes", "c:1:12: error: 'schedules' is not a list; write '- ' before the keys of each item"),
        ("schedules: [daily]", "c:1:13: error: 'schedules.1' is not a group of keys; write 'key: value' lines"),
        ("schedules: [{chat: -5, topic: drill}]", "c:1:13: error: 'schedules.1.cron' is missing; add 'cron:'"),
        (
            f"schedules: [{{{ONE.replace('-5,', 'room,')}}}]",
            "c:1:20: error: 'schedules.1.chat' is 'room'; write the number of a chat, such as -1001234567890",
        ),
        (
            f"schedules: [{{{ONE.replace('0 8', '0 25')}}}]",
            "c:1:44: error: 'schedules.1.cron' is '0 25 * * 1-5'; write minute, hour, day, month and day of the week, "
            "such as 0 8 * * 1-5",
        ),
        (
            f"schedules: [{{{ONE.replace('0 8', '0,9 8')}}}]".replace("0,9 8 * * 1-5", "'0,9 8 * * *'"),
            "c:1:44: error: 'schedules.1.cron' is '0,9 8 * * *'; leave at least ten minutes between two posts",
        ),
        (f"schedules: [{{{ONE}, time_zone: Almaty}}]", "time_zone' is 'Almaty'; did you mean Asia/Almaty?"),
        (f"schedules: [{{{ONE}, what: new}}]", "'schedules.1.what' is 'new'; write one of whole, changed, due"),
        (f"schedules: [{{{ONE}, zone: UTC}}]", "unknown key 'schedules.1.zone'; did you mean 'time_zone'?"),
        (f"schedules: [{{{ONE}}}, {{{ONE}}}]", "c:1:58: error: 'schedules.2' is there already; remove one of the two"),
        ("time_zone: Mars", "c:1:12: error: 'time_zone' is 'Mars'; "),
        ("make_up_minutes: 1441", "'make_up_minutes' is '1441'; write whole minutes from 0 to 1440"),
    ],
)
def test_what_is_wrong(content: str, expected: str) -> None:
    """Each mistake is named with its place, and how to mend it."""
    settings, problems = read_settings("c", content.encode(), Path())

    assert len(problems) == 1
    assert expected in str(problems[0])
    assert len(settings.schedules) <= 1


def test_a_topic_that_is_not_there() -> None:
    """A start stops on a topic that the base does not have."""
    base = base_of("- {id: one, question: Where?, answer: There., sources: [paper], as_of: 2019-01-02}")
    check_scheduled(Settings(schedules=(ScheduleSettings(-5, "drill", "0 8 * * *"),)), base)
    with pytest.raises(BotError) as raised:
        check_scheduled(Settings(schedules=(ScheduleSettings(-5, "dril", "0 8 * * *"),)), base)
    assert str(raised.value) == "'schedules.1.topic' is 'dril', which is no topic; did you mean 'drill'?"

"""Writes the subscriptions of a chat as text: what is posted and when, the next time, and how the last post went."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from bot.chat.scheduling.publisher import NOT_SERVED, OUT_OF_SIGHT
from bot.factbase.model import FactBase
from bot.messages import schedules
from bot.messages.catalogue import Message
from bot.replies import Words
from bot.replies.layout import Line, Style, Yield, span
from bot.schedules.recurrence import Recurrence
from bot.schedules.subscription_request import Selection, Weekday, split_simple
from bot.schedules.time_zones import zone
from bot.store.schedules.posts import PostOutcome, PostState
from bot.store.schedules.schedules import CONFIGURED, Schedule

OUTCOMES: Final[Mapping[PostState, Message]] = {
    PostState.CLAIMED: schedules.CLAIMED,
    PostState.SENDING: schedules.CLAIMED,
    PostState.SENT: schedules.SENT,
    PostState.EMPTY: schedules.EMPTY,
    PostState.UNKNOWN: schedules.UNKNOWN,
    PostState.MISSED: schedules.MISSED,
}
SELECTIONS: Final[Mapping[Selection, Message]] = {
    Selection.WHOLE: schedules.ALL_FACTS,
    Selection.CHANGED: schedules.CHANGED_FACTS,
    Selection.DUE: schedules.DUE_FACTS,
}
DAYS: Final[Mapping[Weekday, Message]] = {
    Weekday.MON: schedules.MONDAY,
    Weekday.TUE: schedules.TUESDAY,
    Weekday.WED: schedules.WEDNESDAY,
    Weekday.THU: schedules.THURSDAY,
    Weekday.FRI: schedules.FRIDAY,
    Weekday.SAT: schedules.SATURDAY,
    Weekday.SUN: schedules.SUNDAY,
}
WHY: Final = {NOT_SERVED: schedules.NOT_SERVED, OUT_OF_SIGHT: schedules.OUT_OF_SIGHT}


def lines_of(
    found: Sequence[Schedule], last: Mapping[str, PostOutcome], base: FactBase, say: Words, now: dt.datetime
) -> list[Line]:
    """List schedules with the `last` outcome of each, those of config.yaml last; `base` is what the chat may see."""
    lines: list[Line] = [(span(say(schedules.SUBSCRIPTIONS)),)]
    for schedule in sorted(found, key=lambda one: (one.number == CONFIGURED, one.number, one.id)):
        mark = "•" if schedule.number == CONFIGURED else f"{schedule.number}."
        lines.append((span(f"{mark} {described(schedule, base, say)}", gives=Yield.CONTEXT),))
        lines.append((span("; ".join(_notes(schedule, last.get(schedule.id), say, now)), Style.SMALL),))
    return lines


def described(schedule: Schedule, base: FactBase, say: Words) -> str:
    """Write what is posted and when."""
    title = next((topic.title for topic in base.topics if topic.name == schedule.topic), None)
    return say(
        schedules.POSTED,
        title=title or say(schedules.OUT_OF_SIGHT),
        rhythm=in_words(Recurrence(schedule.line, schedule.zone), say),
        zone=schedule.zone,
        what=say(SELECTIONS[Selection(schedule.what)]),
    )


def in_words(recurrence: Recurrence, say: Words) -> str:
    """Write a recurrence: the common ones in words, others as their cron line."""
    simple = split_simple(recurrence)
    if simple is None:
        return say(schedules.BY_LINE, line=recurrence.line)
    days, time = simple
    if days == "*":
        return say(schedules.DAILY, time=time)
    if days == "1-5":
        return say(schedules.WEEKDAYS, time=time)
    return say(schedules.WEEKLY, day=say(DAYS[Weekday(days)]), time=time)


def moment(at: float, zone_name: str, say: Words) -> str:
    """Write a Unix time in a time zone."""
    local = dt.datetime.fromtimestamp(at, zone(zone_name))
    return f"{say.day(local)}, {local:%H:%M}"


def _notes(schedule: Schedule, last: PostOutcome | None, say: Words, now: dt.datetime) -> list[str]:
    notes = [say(schedules.BY_THE_HOUSE)] if schedule.number == CONFIGURED else []
    if schedule.paused_at is not None:
        notes.append(say(schedules.PAUSED))
    following = Recurrence(schedule.line, schedule.zone).next_after(now)
    if following is not None:
        notes.append(say(schedules.NEXT, time=moment(following.timestamp(), schedule.zone, say)))
    if last is not None:
        time = moment(last.due, schedule.zone, say)
        notes.append(say(schedules.LAST, time=time, outcome=_outcome(last, say)))
    return notes


def _outcome(last: PostOutcome, say: Words) -> str:
    if last.state is not PostState.FAILED:
        return say(OUTCOMES[last.state])
    why = last.why or ""
    return say(schedules.FAILED, why=say(WHY[why]) if why in WHY else why)

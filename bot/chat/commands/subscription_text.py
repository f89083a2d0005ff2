"""Schedules of a chat → lines that a person can read: what, when, next, and what became of the last post."""

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
from bot.schedules.rhythm import Rhythm
from bot.schedules.wanting import Day, What, simply
from bot.schedules.zones import zone
from bot.store.schedules.posts import Outcome, State
from bot.store.schedules.schedules import CONFIGURED, Schedule

OUTCOMES: Final[Mapping[State, Message]] = {
    State.CLAIMED: schedules.CLAIMED,
    State.SENDING: schedules.CLAIMED,
    State.SENT: schedules.SENT,
    State.EMPTY: schedules.EMPTY,
    State.UNKNOWN: schedules.UNKNOWN,
    State.MISSED: schedules.MISSED,
}
SELECTIONS: Final[Mapping[What, Message]] = {
    What.WHOLE: schedules.ALL_FACTS,
    What.CHANGED: schedules.CHANGED_FACTS,
    What.DUE: schedules.DUE_FACTS,
}
DAYS: Final[Mapping[Day, Message]] = {
    Day.MON: schedules.MONDAY,
    Day.TUE: schedules.TUESDAY,
    Day.WED: schedules.WEDNESDAY,
    Day.THU: schedules.THURSDAY,
    Day.FRI: schedules.FRIDAY,
    Day.SAT: schedules.SATURDAY,
    Day.SUN: schedules.SUNDAY,
}
WHY: Final = {NOT_SERVED: schedules.NOT_SERVED, OUT_OF_SIGHT: schedules.OUT_OF_SIGHT}


def lines_of(
    found: Sequence[Schedule], last: Mapping[str, Outcome], base: FactBase, say: Words, now: dt.datetime
) -> list[Line]:
    """List schedules, those of config.yaml last; the base is that which the chat may see."""
    lines: list[Line] = [(span(say(schedules.SUBSCRIPTIONS)),)]
    for schedule in sorted(found, key=lambda one: (one.number == CONFIGURED, one.number, one.id)):
        mark = "•" if schedule.number == CONFIGURED else f"{schedule.number}."
        lines.append((span(f"{mark} {described(schedule, base, say)}", gives=Yield.CONTEXT),))
        lines.append((span("; ".join(_notes(schedule, last.get(schedule.id), say, now)), Style.SMALL),))
    return lines


def described(schedule: Schedule, base: FactBase, say: Words) -> str:
    """Say what is posted and when."""
    title = next((topic.title for topic in base.topics if topic.name == schedule.topic), None)
    return say(
        schedules.POSTED,
        title=title or say(schedules.OUT_OF_SIGHT),
        rhythm=in_words(Rhythm(schedule.line, schedule.zone), say),
        zone=schedule.zone,
        what=say(SELECTIONS[What(schedule.what)]),
    )


def in_words(rhythm: Rhythm, say: Words) -> str:
    """Say a rhythm: the usual ones in words, others as the line that they are."""
    simple = simply(rhythm)
    if simple is None:
        return say(schedules.BY_LINE, line=rhythm.line)
    days, time = simple
    if days == "*":
        return say(schedules.DAILY, time=time)
    if days == "1-5":
        return say(schedules.WEEKDAYS, time=time)
    return say(schedules.WEEKLY, day=say(DAYS[Day(days)]), time=time)


def moment(at: float, zone_name: str, say: Words) -> str:
    """Say a time by the clocks of a zone."""
    local = dt.datetime.fromtimestamp(at, zone(zone_name))
    return f"{say.day(local)}, {local:%H:%M}"


def _notes(schedule: Schedule, last: Outcome | None, say: Words, now: dt.datetime) -> list[str]:
    notes = [say(schedules.BY_THE_HOUSE)] if schedule.number == CONFIGURED else []
    if schedule.paused_at is not None:
        notes.append(say(schedules.PAUSED))
    following = Rhythm(schedule.line, schedule.zone).next_after(now)
    if following is not None:
        notes.append(say(schedules.NEXT, time=moment(following.timestamp(), schedule.zone, say)))
    if last is not None:
        time = moment(last.due, schedule.zone, say)
        notes.append(say(schedules.LAST, time=time, outcome=_outcome(last, say)))
    return notes


def _outcome(last: Outcome, say: Words) -> str:
    if last.state is not State.FAILED:
        return say(OUTCOMES[last.state])
    why = last.why or ""
    return say(schedules.FAILED, why=say(WHY[why]) if why in WHY else why)

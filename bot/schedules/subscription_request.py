"""Reads what follows /subscribe: when to post, the topic as it was written, and which of its facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.schedules.recurrence import FIELDS, CronError, CronFault, Recurrence, read_cron
from bot.schedules.time_zones import zone_named


class Selection(StrEnum):
    """Which facts of a topic are posted."""

    WHOLE = "whole"
    CHANGED = "changed"  # since the last post; if none did, nothing is posted
    DUE = "due"  # for review; if none is, nothing is posted


class Weekday(StrEnum):
    """A day of the week as cron lines write it."""

    MON = "1"
    TUE = "2"
    WED = "3"
    THU = "4"
    FRI = "5"
    SAT = "6"
    SUN = "0"


class RequestFault(StrEnum):
    """What is wrong with a request for a subscription."""

    RHYTHM = "rhythm"  # none is there
    LINE = "line"
    NEVER = "never"
    OFTEN = "often"
    TIME = "time"
    DAY = "day"
    ZONE = "zone"


class UnclearRequest(Exception):
    """A request cannot be understood; `written` is the part that is wrong."""

    def __init__(self, trouble: RequestFault, written: str = "") -> None:
        super().__init__(trouble, written)
        self.trouble, self.written = trouble, written


@dataclass(frozen=True, slots=True)
class SubscriptionRequest:
    """A request to have a topic posted regularly."""

    rhythm: Recurrence
    topic: str
    what: Selection


QUOTES: Final = str.maketrans("“”„«»‘’‚`", '"""""\'\'\'\'')  # as phones write them
QUOTED: Final = re.compile(r"""(["'])(?P<line>.*?)\1\s*(?P<rest>.*)""", re.DOTALL)
TIME: Final = re.compile(r"(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})", re.ASCII)
BARE: Final = re.compile(r"[0-9*][0-9*/,-]*", re.ASCII)  # how a cron line begins that is not in quotes
WORDS: Final = {"daily": "*", "weekdays": "1-5"}
SIMPLE: Final = re.compile(r"(?P<minute>[0-9]+) (?P<hour>[0-9]+) \* \* (?P<days>\*|1-5|[0-6])", re.ASCII)
WRONG: Final = {
    CronFault.FORM: RequestFault.LINE,
    CronFault.NEVER: RequestFault.NEVER,
    CronFault.OFTEN: RequestFault.OFTEN,
}


def read_subscription(text: str, usual_zone: str) -> SubscriptionRequest:
    """Read what follows the command; raise UnclearRequest."""
    line, words = _line(text.translate(QUOTES).strip())
    what, zone, topic = Selection.WHOLE, usual_zone, []
    for word in words:
        if word.casefold() in set(Selection):
            what = Selection(word.casefold())
        elif "/" in word or word.upper() in ("UTC", "GMT"):
            named = zone_named(word)
            if named is None:
                raise UnclearRequest(RequestFault.ZONE, word)
            zone = named
        else:
            topic.append(word)
    try:
        return SubscriptionRequest(read_cron(line, zone), " ".join(topic), what)
    except CronError as unfit:
        raise UnclearRequest(WRONG[unfit.wrong], line) from None


def split_simple(rhythm: Recurrence) -> tuple[str, str] | None:
    """Split a simple cron line into its days (*, 1-5, or one) and its time of day; None for any other line."""
    found = SIMPLE.fullmatch(rhythm.line)
    if found is None:
        return None
    return found["days"], f"{int(found['hour']):02}:{int(found['minute']):02}"


def _line(text: str) -> tuple[str, list[str]]:
    quoted = QUOTED.match(text)
    if quoted is not None:
        return quoted["line"], quoted["rest"].split()
    words = text.split()
    if not words:
        raise UnclearRequest(RequestFault.RHYTHM)
    first = words[0].casefold()
    if first in WORDS:
        return _at(words[1:2], WORDS[first]), words[2:]
    if first == "weekly":
        return _at(words[2:3], _day(words[1:2])), words[3:]
    if BARE.fullmatch(first) and len(words) >= FIELDS:
        return " ".join(words[:FIELDS]), words[FIELDS:]
    raise UnclearRequest(RequestFault.RHYTHM)


def _day(words: list[str]) -> str:
    if not words:
        raise UnclearRequest(RequestFault.RHYTHM)
    short = words[0].upper()[:3]
    if short not in Weekday.__members__ or not words[0].isalpha():
        raise UnclearRequest(RequestFault.DAY, words[0])
    return Weekday[short]


def _at(words: list[str], days: str) -> str:
    if not words:
        raise UnclearRequest(RequestFault.RHYTHM)
    found = TIME.fullmatch(words[0])
    if found is None or int(found["hour"]) > 23 or int(found["minute"]) > 59:
        raise UnclearRequest(RequestFault.TIME, words[0])
    return f"{int(found['minute'])} {int(found['hour'])} * * {days}"

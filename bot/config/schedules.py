"""Reads `schedules:` of config.yaml, or reports what is wrong with it."""

from __future__ import annotations

from typing import Final

from bot.config.keys import CHAT, OF_A_CHAT, KeyGroup, Unfit, one_of, text, whole
from bot.config.settings import ScheduleSettings
from bot.factbase.loading.nodes import Node
from bot.problems import quoted
from bot.schedules.recurrence import CronError, CronFault, read_cron
from bot.schedules.subscription_request import Selection
from bot.schedules.time_zones import zone_named, zones_near

MENDS: Final = {
    CronFault.FORM: "write minute, hour, day, month and day of the week, such as 0 8 * * 1-5",
    CronFault.NEVER: "name a day that comes, such as 0 8 1 * *",
    CronFault.OFTEN: "leave at least ten minutes between two posts",
}
MOST_THREAD: Final = 999_999_999
GENERAL: Final = 1  # the number of a forum's first topic in links, which Telegram takes no message for


def read_schedules(keys: KeyGroup) -> tuple[ScheduleSettings, ...]:
    """Read the list; one that is at fault is left out."""
    found: list[ScheduleSettings] = []
    for item in keys.listed("schedules"):
        chat, topic, line = item.needed("chat", _chat), item.needed("topic", text), item.needed("cron", _cron)
        zone = item.value("time_zone", None, time_zone)
        what = Selection(item.value("what", str(Selection.WHOLE), one_of(tuple(Selection))))
        thread = item.value("thread", None, whole(1, MOST_THREAD, "numbers"))
        item.no_others()
        thread = None if thread == GENERAL else thread
        if chat is None or topic is None or line is None:
            continue
        one = ScheduleSettings(chat, topic, line, zone, what, thread)
        if one in found:
            item.note("is there already", "remove one of the two", "twice")
        else:
            found.append(one)
    return tuple(found)


def time_zone(node: Node) -> str:
    """Read the name of a time zone."""
    written = text(node)
    known = zone_named(written)
    if known is None:
        near = zones_near(written, most=1)
        mend = f"did you mean {near[0]}?" if near else "write a time zone such as Asia/Almaty"
        raise Unfit(f"is {quoted(written)}", mend, "range")
    return known


def _chat(node: Node) -> int:
    written = text(node)
    if not CHAT.fullmatch(written):
        raise Unfit(f"is {quoted(written)}", OF_A_CHAT, "range")
    return int(written)


def _cron(node: Node) -> str:
    written = text(node)
    try:
        return read_cron(written, "UTC").line
    except CronError as unfit:
        raise Unfit(f"is {quoted(written)}", MENDS[unfit.wrong], "range") from None

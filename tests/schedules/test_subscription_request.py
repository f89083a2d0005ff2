"""Tests of what stands behind /subscribe."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.schedules.subscription_request import RequestFault, Selection, UnclearRequest, read_subscription, split_simple
from bot.schedules.time_zones import zone_named, zones_near


@pytest.mark.parametrize(
    ("text", "line", "zone", "topic", "what"),
    [
        ("daily 08:00 kazind", "0 8 * * *", "UTC", "kazind", Selection.WHOLE),
        ("Daily 8.05 KAZIND asia/almaty", "5 8 * * *", "Asia/Almaty", "KAZIND", Selection.WHOLE),
        ("weekly Monday 08:00 kazind changed", "0 8 * * 1", "UTC", "kazind", Selection.CHANGED),
        ("weekly sun 23:59 due Europe/Berlin kazind", "59 23 * * 0", "Europe/Berlin", "kazind", Selection.DUE),
        ("weekdays 00:00 space relations", "0 0 * * 1-5", "UTC", "space relations", Selection.WHOLE),
        ('"0 8 1 * *" kazind utc', "0 8 1 * *", "UTC", "kazind", Selection.WHOLE),
        ("“0 8 * * MON-FRI” kazind", "0 8 * * MON-FRI", "UTC", "kazind", Selection.WHOLE),
        ("0 8 * * 1 kazind", "0 8 * * 1", "UTC", "kazind", Selection.WHOLE),
    ],
)
def test_a_wish(text: str, line: str, zone: str, topic: str, what: Selection) -> None:
    """Rhythm first, then topic, zone and kind in any order."""
    wish = read_subscription(text, "UTC")
    assert (wish.rhythm.line, wish.rhythm.zone, wish.topic, wish.what) == (line, zone, topic, what)


@pytest.mark.parametrize(
    ("text", "trouble", "written"),
    [
        ("", RequestFault.RHYTHM, ""),
        ("kazind", RequestFault.RHYTHM, ""),
        ("daily", RequestFault.RHYTHM, ""),
        ("weekly mon", RequestFault.RHYTHM, ""),
        ("daily kazind", RequestFault.TIME, "kazind"),
        ("daily 24:00 kazind", RequestFault.TIME, "24:00"),
        ("weekly 08:00 kazind", RequestFault.DAY, "08:00"),
        ("weekly moonday! 08:00 kazind", RequestFault.DAY, "moonday!"),
        ("daily 08:00 kazind Asia/Almati", RequestFault.ZONE, "Asia/Almati"),
        ('"0 8" kazind', RequestFault.LINE, "0 8"),
        ('"0 8 31 2 *" kazind', RequestFault.NEVER, "0 8 31 2 *"),
        ('"* * * * *" kazind', RequestFault.OFTEN, "* * * * *"),
    ],
)
def test_unclear(text: str, trouble: RequestFault, written: str) -> None:
    """What cannot be understood is named."""
    with pytest.raises(UnclearRequest) as raised:
        read_subscription(text, "UTC")
    assert (raised.value.trouble, raised.value.written) == (trouble, written)


@given(st.text() | st.text("daily wek0123456789:*/, \"'").map(lambda text: f"daily 08:00 {text}"))
def test_any_text(text: str) -> None:
    """Any text is a wish or unclear."""
    try:
        wish = read_subscription(text, "UTC")
    except UnclearRequest:
        return
    assert zone_named(wish.rhythm.zone) == wish.rhythm.zone


@pytest.mark.parametrize("text", ["Almaty", "Asia/Almati", "Europe/almaty", "asia almaty"])
def test_zones_near(text: str) -> None:
    """A city alone, a wrong continent and a slip lead to the zone."""
    assert "Asia/Almaty" in zones_near(text)


@pytest.mark.parametrize(
    ("text", "simple"),
    [("daily 08:05 x", ("*", "08:05")), ("weekly sat 9:00 x", ("6", "09:00")), ('"0 8 1 * *" x', None)],
)
def test_simply(text: str, simple: tuple[str, str] | None) -> None:
    """The usual rhythms can be told in words."""
    assert split_simple(read_subscription(text, "UTC").rhythm) == simple

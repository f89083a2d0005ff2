"""Tests of answers over many facts with the real process: pages that turn, rows that open, follow-ups and /why."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.replies.layout import MESSAGE_LIMIT, units
from tests.bot_thread import BotThread
from tests.chat.talking import Talk
from tests.fake_telegram import FakeTelegram, Person
from tests.tables.bases import LEAGUE

FACTS = {path.name: path.read_text() for path in LEAGUE.glob("*.yaml")}


@pytest.fixture(name="desk", scope="module")
def _desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    """Start a bot that knows thirty seasons of a league."""
    with FakeTelegram() as telegram:
        telegram.bot()
        process = BotThread(telegram, tmp_path_factory.mktemp("tables"), facts=FACTS, env={"TELEGRAM_LIMITS": "off"})
        with process:
            process.wait_until_ready()
            yield Talk(telegram, process)


@pytest.fixture(name="ann")
def _ann(desk: Talk) -> Person:
    """A new person."""
    return desk.telegram.user("Ann")


def test_ten_rows_then_a_turn(desk: Talk, ann: Person) -> None:
    """A table shows ten rows, the rest behind ▶ and back by ◀; each row is a line, and its source is numbered below."""
    first = desk.reply(ann, "list all winners of the Coast League")
    assert [button.text for button in first.buttons if button.text.isdecimal()] == [str(n) for n in range(1, 11)]
    assert "Coast League 2000" in first.text
    assert "Coast League 2001" not in first.text
    assert "[1] Almanac of the Coast League" in first.text

    ann.presses(first.button("▶"))
    second = desk.telegram.wait_for_edit(first)
    assert "Coast League 2001" in second.text
    assert "Coast League 2000" not in second.text.split("\n", 1)[1]

    ann.presses(second.button("◀"))
    assert "Coast League 1991" in desk.telegram.wait_for_edit(second).text
    assert max(units(message.text) for message in (first, second)) <= MESSAGE_LIMIT


def test_a_row_opens_its_fact(desk: Talk, ann: Person) -> None:
    """A press on a row tells its fact with its source, below the table."""
    table = desk.reply(ann, "which seasons had more than 262 goals?")

    ann.presses(table.button("1"))
    desk.settle(ann)

    assert "Somebody chose it with a button" in desk.reply(ann, "/why").text
    now = desk.telegram.now(table)
    assert now is not None
    assert now.text == table.text


def test_narrowed_and_explained(desk: Talk, ann: Person) -> None:
    """A follow-up narrows what was listed, and /why tells how it was read."""
    desk.reply(ann, "list all winners of the Coast League")
    narrowed = desk.reply(ann, "and since 2019 only?")

    assert "Coast League 2019" in narrowed.text
    assert "Coast League 2018" not in narrowed.text
    assert desk.reply(ann, "/why").text.startswith("I understood it as: list; series Coast League")


def test_a_short_table_is_a_block(desk: Talk, ann: Person) -> None:
    """A table that fits the width of a phone is monospaced, no line of it longer than 34 characters."""
    blocks = desk.reply(ann, "which Coast League seasons had over 268 goals").parts("pre")

    assert blocks == []
    blocks = desk.reply(ann, "how many goals were scored in the Coast League over the years").parts("pre")
    assert [line for text in blocks for line in text.split("\n")][1] == "Coast League 1991  180 goals [1]"
    assert all(len(line) <= 34 for text in blocks for line in text.split("\n"))

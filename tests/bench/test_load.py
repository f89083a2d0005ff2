"""Tests of the load: a short one with the real bots, and how its figures are made."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console

from bench import load
from bench.crowd import Crowd, questions_of
from bench.players import Player
from tests.fake_telegram import FakeTelegram
from tests.postgres import binaries

FACTS = Path(__file__).parents[1] / "chat" / "facts"
CHATS = 8


def player(name: str, rates: list[float], memory: dict[int, int]) -> Player:
    """Make a player that has played."""
    with FakeTelegram(oracle=False) as telegram:
        crowd = Crowd(telegram, telegram.bot(), CHATS, ["why?"])
    return Player(name, crowd, [], answers=max(memory, default=0), rates=rates, memory=memory)


def test_a_short_load() -> None:
    """One process on SQLite and two on PostgreSQL answer every question once, beside the echo bot."""
    contenders = [("sqlite", 1), ("postgresql", 2)] if binaries() else [("sqlite", 1)]
    players = load.play(60, CHATS, contenders, FACTS)
    for one in players:
        assert (one.answers, one.crowd.lost, one.crowd.doubled) == (60, [], [])
    console = Console(width=200)
    with console.capture() as shown:
        console.print(load.table_of(players))
    assert all(one.name in shown.get() for one in players)
    assert next(load.targets_of(players))[0]


@pytest.mark.long
def test_a_short_load_under_limits() -> None:
    """With Telegram's limits on nothing is refused and nothing lost."""
    assert [is_met for is_met, _ in load.limited(24, CHATS, FACTS)] == [True, True]


def test_what_a_bot_loses_is_seen() -> None:
    """A question without a reply is lost, one with two is doubled."""
    with FakeTelegram(oracle=False) as telegram:
        crowd = Crowd(telegram, telegram.bot(), 2, ["why?"])
        crowd.ask(2)
        first, second = crowd.asked
        first.replied += [1.0, 2.0]
        assert (crowd.lost, crowd.doubled, crowd.is_done) == ([second], [first], False)


def test_half_of_the_chats_are_groups() -> None:
    """In groups the bot is named, or it would not hear."""
    with FakeTelegram(oracle=False) as telegram:
        crowd = Crowd(telegram, telegram.bot("7:x", "loadbot"), 4, questions_of(FACTS))
        crowd.ask(4)
        kinds = [(one.message.chat.type, "@loadbot" in one.message.text) for one in crowd.asked]
        assert sorted(kinds) == [("private", False)] * 2 + [("supergroup", True)] * 2
        assert len(crowd.bot.queue.pending) == 4


@pytest.mark.parametrize(
    ("ours", "memory", "is_met"),
    [
        ([80.0, 10.0, 90.0], {2_000: 100, 20_000: 110}, [True, True, True]),
        ([79.0, 10.0, 90.0], {2_000: 100, 20_000: 110}, [True, False, True]),
        ([80.0, 80.0, 80.0], {500: 1, 2_000: 100, 20_000: 111}, [True, True, False]),
        ([80.0, 80.0, 80.0], {500: 100}, [True, True]),
    ],
)
def test_targets(ours: list[float], memory: dict[int, int], is_met: list[bool]) -> None:
    """The median round counts against the echo bot, and memory from 2,000 answers on."""
    echo = player("echo", [100.0] * 3, {})
    targets = load.targets_of([echo, player("sqlite x 1", ours, memory)])
    assert [met for met, _ in targets] == is_met


@pytest.mark.parametrize(
    ("arguments", "contenders"),
    [
        ([], load.ALL),
        (["--processes", "1"], [("sqlite", 1)]),
        (["--processes", "3"], [("postgresql", 3)]),
        (["--database", "postgresql"], [("postgresql", 1)]),
    ],
)
def test_who_plays(arguments: list[str], contenders: object) -> None:
    """Without a choice all play; several processes need PostgreSQL."""
    assert load.contenders_of(load.read(arguments)) == contenders

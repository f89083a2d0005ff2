"""Tests of questions without an answer, with the whole bot: recorded once, grouped, and shown to curators."""

from __future__ import annotations

from typing import Any

import pytest

from tests.chat.talking import PITHORAGARH, WHERE, Talk
from tests.fake_telegram import Person


@pytest.fixture(name="ann")
def _ann(talk: Talk) -> Person:
    """A person who has not asked before."""
    talk.rest()
    talk.rows("DELETE FROM misses")
    talk.rows("DELETE FROM gaps")
    talk.rows("DELETE FROM counters")
    return talk.telegram.user("Ann")


def gaps(talk: Talk) -> list[tuple[Any, ...]]:
    """Return the gaps in the store."""
    return talk.rows("SELECT number, question, times, askers, state FROM gaps ORDER BY number")


def kinds(talk: Talk) -> list[tuple[Any, ...]]:
    """Return the misses in the store."""
    return talk.rows("SELECT question, kind FROM misses ORDER BY at")


def test_refusals_come_together(talk: Talk, ann: Person) -> None:
    """Three people ask the same in other words: one gap with three askers, shown to a curator, in private only."""
    bob, eve = talk.telegram.user("Bob"), talk.telegram.user("Eve")
    room = talk.group(ann, bob, eve)
    talk.reply(ann, "who paid for KAZIND 2018?")
    talk.reply(bob, f"@{talk.process.bot.username} who paid for kaz-ind 2018", chat=room)
    talk.reply(eve, "so who paid for KAZIND 2018, please")
    talk.reply(eve, "who paid for KAZIND 2019?")
    for thanks in ("thanks everyone", "ok", "good morning"):
        talk.reply(ann, thanks)
    eve.says("who paid for KAZIND 2031?", chat=room)  # put to nobody
    talk.settle(eve)

    assert gaps(talk) == [
        (1, "who paid for KAZIND 2018?", 3, 3, "open"),
        (2, "who paid for KAZIND 2019?", 1, 1, "open"),
    ]
    shown = talk.reply(talk.curator, "/gaps")
    assert shown.parts("bold") == ["G1 “who paid for KAZIND 2018?”", "G2 “who paid for KAZIND 2019?”"]
    assert "3 people, asked 3 times, in 3 chats, on " in shown.text
    assert "Only curators" in talk.reply(ann, "/gaps").text
    assert "private" in talk.reply(talk.curator, "/gaps", chat=talk.group(talk.curator)).text


def test_asked_again_in_other_words(talk: Talk, ann: Person) -> None:
    """If rewording or editing a refused question finds an answer at once, the gap learns which fact was meant."""
    talk.reply(ann, "who saw KAZIND 2018 take its place?")
    talk.reply(ann, WHERE)
    talk.settle(ann)
    assert kinds(talk) == [("who saw KAZIND 2018 take its place?", "refused")]  # who is not where

    asked = ann.says("steppe of KAZIND 2019?")
    reply = talk.telegram.wait_for_reply(asked)
    ann.edits(asked, "where was KAZIND 2019 held?")
    talk.telegram.wait_for_edit(reply)
    talk.settle(ann)
    assert kinds(talk)[1:] == [("steppe of KAZIND 2019?", "reworded")]
    assert talk.rows("SELECT nearest FROM gaps WHERE number = 2")[0][0].startswith('["kazind-2019-place"')


def test_suggestions_that_nobody_takes(talk: Talk, ann: Person) -> None:
    """Suggestions count as a miss if the person asks something else, but not if one is pressed or typed."""
    vague = "where was KAZIND held?"
    talk.presses(ann, talk.reply(ann, vague), "2019")
    talk.reply(ann, vague)
    talk.reply(ann, "where was KAZIND 2018 held?")
    talk.settle(ann)
    assert kinds(talk) == []
    talk.reply(ann, vague)
    talk.reply(ann, "when was KAZIND 2018 held?")
    talk.settle(ann)
    assert kinds(talk) == [(vague, "ignored")]


def test_thumbs_down(talk: Talk, ann: Person) -> None:
    """An answer that is voted down counts as a miss as long as the vote stands."""
    told = talk.reply(ann, WHERE)
    talk.presses(ann, told, "👎")
    talk.settle(ann)
    assert kinds(talk) == [(WHERE, "down")]
    talk.presses(ann, told, "👍")
    talk.settle(ann)
    assert (kinds(talk), gaps(talk)) == ([], [])


def test_a_follow_up_is_kept_in_full(talk: Talk, ann: Person) -> None:
    """A follow-up is recorded as it was resolved; a fragment that nothing completes is not recorded."""
    talk.reply(ann, "and in 2019?")  # goes on from nothing
    talk.reply(ann, WHERE)
    told = talk.reply(ann, "and in 2019?")
    assert told.parts("bold")[-1] == PITHORAGARH
    talk.presses(ann, told, "👎")
    talk.settle(ann)
    assert kinds(talk) == [("Where was KAZIND 2019 held?", "down")]
    talk.presses(ann, told, "👍")
    talk.reply(ann, "and in 2031?")
    talk.reply(ann, "who paid for it?")
    talk.settle(ann)
    assert kinds(talk) == [("Where was KAZIND 2031 held?", "suggested")]


def test_forgotten(talk: Talk, ann: Person) -> None:
    """After /forgetme no question of the person is left."""
    talk.reply(ann, "who paid for KAZIND 2018?")
    talk.reply(ann, "/forgetme now")
    talk.settle(ann)
    assert (kinds(talk), gaps(talk)) == ([], [])
    assert "couldn’t answer" in talk.reply(ann, "/privacy").text

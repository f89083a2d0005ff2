"""Tests of follow-ups, questions of several parts, /why and /source, with the real process in both modes."""

from __future__ import annotations

import re

import pytest

from tests.chat.talking import FACTS, OCTOBER, OTAR, PITHORAGARH, SEPTEMBER, WHERE, Talk
from tests.conftest import StartBot
from tests.fake_telegram import FakeTelegram, Person


@pytest.fixture(name="ann")
def _ann(talk: Talk) -> Person:
    """A new person."""
    return talk.telegram.user("Ann")


@pytest.fixture(name="bob")
def _bob(talk: Talk) -> Person:
    """Another person."""
    return talk.telegram.user("Bob")


def test_follow_ups(talk: Talk, ann: Person) -> None:
    """What a message leaves out is taken from the answer before it, and the reply shows how it was understood."""
    assert talk.answer(ann, WHERE) == [OTAR]
    place = talk.reply(ann, "and in 2019?")
    assert (place.parts("italic"), place.parts("bold")) == (["KAZIND 2019 — place:"], [PITHORAGARH])
    date = talk.reply(ann, "when?")
    assert (date.parts("italic"), date.parts("bold")) == (["KAZIND 2019 — date:"], [OCTOBER])
    assert talk.answer(ann, "where was KAZIND 2018 held?") == [OTAR]


def test_what_is_not_held_is_kept_in_mind(talk: Talk, ann: Person) -> None:
    """After "and in 2031?" nothing is told of 2018 as if it were 2031."""
    talk.reply(ann, WHERE)
    assert "2031" in talk.reply(ann, "and in 2031?").text
    assert talk.answer(ann, "when?") == []
    assert talk.answer(ann, "and in 2019?") == [PITHORAGARH]


def test_what_was_chosen_is_followed(talk: Talk, ann: Person) -> None:
    """A fact that was opened by a button or a link can be followed up, too."""
    offered = talk.reply(ann, "where was KAZIND held?")
    ann.presses(offered.button("2019"))
    talk.telegram.wait_for_edit(offered)
    assert talk.answer(ann, "when?") == [OCTOBER]
    opened = talk.telegram.wait_for_reply(ann.starts("kazind-2018-place"))
    assert (opened.parts("italic"), opened.parts("bold")) == (["Where was KAZIND 2018 held?"], [OTAR])
    assert talk.answer(ann, "when?") == [SEPTEMBER]


def test_parts(talk: Talk, ann: Person) -> None:
    """Each part of a message is answered in one reply, or named as missing."""
    assert talk.answer(ann, "when and where was KAZIND 2019?") == [OCTOBER, PITHORAGARH]
    reply = talk.reply(ann, "Where was KAZIND 2018? And who paid for KAZIND 2018?")
    assert reply.parts("bold") == [OTAR]
    assert reply.text.splitlines()[-1] == "Not answered: “And who paid for KAZIND 2018”"


def test_nobody_follows_another(talk: Talk, ann: Person, bob: Person) -> None:
    """In a group only a reply continues from what somebody else was told, however often others ask."""
    group = talk.group(ann, bob)
    told = talk.reply(ann, f"/ask {WHERE}", chat=group)
    assert talk.answer(bob, "/ask and in 2019?", chat=group) == []
    assert talk.answer(bob, "and in 2019?", chat=group, reply_to=told) == [PITHORAGARH]
    assert talk.answer(ann, "/ask when?", chat=group) == [SEPTEMBER]


def test_anonymous_admins_are_nobody(talk: Talk, ann: Person, bob: Person) -> None:
    """Admins who write as the group may be several people, so that only their replies are follow-ups."""
    group = talk.group(ann, bob)
    group.promotes(ann, anonymous=True)
    told = talk.reply(ann, f"/ask@briefbot {WHERE}", chat=group, anonymous=True)
    assert talk.answer(ann, "/ask@briefbot when?", chat=group, anonymous=True) == []
    assert talk.answer(ann, "when?", chat=group, anonymous=True, reply_to=told) == [SEPTEMBER]


def test_topics_and_chats_are_apart(talk: Talk, ann: Person) -> None:
    """A follow-up never continues from another topic or chat."""
    room = talk.group(ann, topics=["Ops", "News"])
    assert talk.answer(ann, f"/ask@briefbot {WHERE}", chat=room, topic="Ops") == [OTAR]
    assert talk.answer(ann, "/ask@briefbot when?", chat=room, topic="News") == []
    assert talk.answer(ann, "when?") == []
    assert talk.answer(ann, "/ask@briefbot when?", chat=room, topic="Ops") == [SEPTEMBER]


def test_a_context_ends(talk: Talk, ann: Person) -> None:
    """After ten minutes only a reply to the answer is a follow-up of it."""
    told = talk.reply(ann, WHERE)
    talk.settle(ann)
    talk.rows("UPDATE contexts SET at = at - 601 WHERE chat_id = ?", ann.id)
    assert talk.answer(ann, "when?") == []
    assert talk.answer(ann, "when?", reply_to=told) == [SEPTEMBER]


def test_an_edited_follow_up(talk: Talk, ann: Person) -> None:
    """An edited follow-up is understood; editing an older question does not bring its context back."""
    first = ann.says(WHERE)
    told = talk.telegram.wait_for_reply(first)
    second = ann.says("and in 2019?")
    reply = talk.telegram.wait_for_reply(second)
    ann.edits(second, "when?")
    assert talk.telegram.wait_for_edit(reply).parts("bold") == [OCTOBER]
    ann.edits(first, "when was KAZIND 2018 held?")
    assert talk.telegram.wait_for_edit(told).parts("bold") == [SEPTEMBER]
    assert talk.answer(ann, "where?") == [PITHORAGARH]


def test_why_an_answer(talk: Talk, ann: Person) -> None:
    """/why names the phrasing, the confidence, the lead, and what rules out the next best fact."""
    told = talk.reply(ann, WHERE)
    why = talk.reply(ann, "/why", reply_to=told).text
    assert re.search(r"It matches “Where was KAZIND 2018 held\?”\. I’m 9\d% sure\.", why)
    differs = r"another (year \(asked: 2018; there: 2019\)|question word \(asked: where; there: when\))"
    assert re.search(f"is ruled out: {differs}", why)
    assert "kazind.yaml" not in why


def test_why_a_refusal(talk: Talk, ann: Person) -> None:
    """/why names the fact nearest to a refused question, and what ruled it out."""
    refused = talk.reply(ann, "who paid for KAZIND 2018?")
    assert refused.parts("bold") == []
    why = talk.reply(ann, "/why", reply_to=refused).text
    assert why.startswith("No fact is close enough to be the answer.\nThe closest")


def test_why_for_a_curator(talk: Talk) -> None:
    """/why tells a curator the id of the fact and its place in the files, too."""
    why = talk.reply(talk.curator, "/why", reply_to=talk.reply(talk.curator, WHERE)).text
    lines = (FACTS / "kazind.yaml").read_text("utf-8").splitlines()
    line = 1 + lines.index("  - id: kazind-2018-place")
    assert f"Fact kazind-2018-place, facts_of_talk/kazind.yaml:{line}" in why


def test_source(talk: Talk, ann: Person) -> None:
    """The whole entry of each source is shown, with its archived copy and what else was read in it."""
    reply = talk.reply(ann, "/source", reply_to=talk.reply(ann, WHERE))
    assert reply.links == {
        "Partners <& friends>": "https://paper.example/2019",
        "archived copy": "https://archive.example/2019",
    }
    first, second = reply.text.split("\n\n")
    assert first.splitlines()[1:4] == [
        "The Paper, published 2 January 2019, accessed 24 November 2026, reliability B",
        "archived copy",
        "cited here: ¶6",
    ]
    assert "Also from this source:\n• When was KAZIND 2018 held?\n• When was KAZIND 2019 held?" in first
    assert "Printed on paper\nThe Press, published September 2018\nno address" in second
    dated = talk.reply(ann, "/source", reply_to=talk.reply(ann, "dates of KAZIND 2018"))
    assert "“from the tenth of September”" in dated.text


def test_asking_back_in_russian(talk: Talk) -> None:
    """The bot's own words are in the language of the asker."""
    vera = talk.telegram.user("Vera", language_code="ru")
    told = talk.reply(vera, WHERE)
    assert "Совпадает с «" in talk.reply(vera, "/why", reply_to=told).text
    assert "архивная копия" in talk.reply(vera, "/source", reply_to=told).links
    assert "30 дней" in talk.reply(vera, "/privacy").text


def test_share(talk: Talk, ann: Person) -> None:
    """The button of an answer copies a link, which opens the fact for everybody who follows it."""
    link = talk.reply(ann, WHERE).button("Copy link").data["copy_text"]["text"]
    assert link == "https://t.me/briefbot?start=kazind-2018-place"
    opened = talk.telegram.wait_for_reply(talk.telegram.user("Zoe").starts(link.partition("=")[2]))
    assert opened.parts("bold") == [OTAR]


@pytest.mark.parametrize("begun", ["/subscribe daily 08:00 ", '/subscribe "', "/brief kazind ", "/brief ", "/source "])
def test_at_length(begun: str, talk: Talk, ann: Person) -> None:
    """A command as long as Telegram allows gets a reply that quotes only its beginning."""
    assert talk.reply(ann, begun + "x" * (4096 - len(begun))).text.count("x") < 100


def test_context_is_shared(telegram: FakeTelegram, start_bot: StartBot, postgres_url: str) -> None:
    """A process understands follow-ups to the answers of another one; with feedback off, answers have only a link."""
    telegram.bot()
    people = [telegram.user(f"Person {number}") for number in range(4)]
    env = {"DATABASE_URL": postgres_url, "TELEGRAM_LIMITS": "off"}
    first, second = (start_bot(mode="webhook", facts=FACTS, config="feedback: false\n", env=env) for _ in range(2))
    for text, expected in ((WHERE, OTAR), ("and in 2019?", PITHORAGARH), ("when?", OCTOBER)):
        asked = [person.says(text) for person in people]
        assert [telegram.wait_for_reply(one).parts("bold") for one in asked] == [[expected]] * 4
    first.stop()
    told = telegram.wait_for_reply(people[0].says("and in 2018?"))
    assert (told.parts("bold"), [button.text for button in told.buttons]) == ([SEPTEMBER], ["🔗 Copy link"])
    second.wait_for_log(" handled ")

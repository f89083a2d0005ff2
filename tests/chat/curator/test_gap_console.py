"""Tests of the gap console with the whole bot: from a question without an answer to the answer."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path

import pytest

from bot.config import Secret
from bot.messages import curator as curator_words
from bot.store.database.engine import open_engine
from bot.store.gaps import gaps
from tests.bot_process import StartedBot
from tests.commands.bases import FACTS, PHRASINGS
from tests.conftest import StartBot, StartProcess
from tests.fake_telegram import FakeTelegram, Message, Person
from tests.store.gaps.test_gaps import miss, record_miss

CURATOR = 7000
CONFIG = "curators: [7000]\ncuration: {write: files}\n"
BASE = {"drill.yaml": FACTS, "phrasings.yaml": PHRASINGS}
ODD = "which steppe saw DRILL 2018"
ALIAS = f"    asks: place\n    aliases: [{ODD}]\n"
PROPOSED = "/propose\nWho commanded DRILL 2018?\nColonel Tester.\npaper ¶9"
UNLIMITED = {"TELEGRAM_LIMITS": "off"}


@pytest.fixture(name="curator")
def _curator(telegram: FakeTelegram) -> Person:
    """The curator, in a private chat with the bot."""
    telegram.bot()
    return telegram.user("Cora", id=CURATOR)


def topic(process: StartedBot) -> str:
    """Read the topic file as it is now."""
    return (process.folder / "facts" / "drill.yaml").read_text()


def asked_by_three(telegram: FakeTelegram) -> dict[Person, Message]:
    """Have three people ask the same, and wait for the refusals."""
    asked = {person: person.says(ODD) for person in (telegram.user(f"Asker {number}") for number in range(3))}
    for one in asked.values():
        telegram.wait_for_reply(one)
    return asked


def about_gaps(telegram: FakeTelegram, curator: Person) -> list[Message]:
    """Return the digests of gaps that a curator was sent."""
    sent = telegram.bot_messages(telegram.private_chat(curator))
    return [one for one in sent if one.reply_to is None and curator_words.GAPS.rstrip(":") in one.text]


def shown(telegram: FakeTelegram, message: Message, text: str) -> Message:
    """Wait until a message says something."""
    telegram.wait_until(lambda: text in getattr(telegram.now(message), "text", ""), text)
    newest = telegram.now(message)
    assert newest is not None
    return newest


def test_a_gap_becomes_a_phrasing(telegram: FakeTelegram, curator: Person, start_bot: StartBot) -> None:
    """Three people ask in vain; the curator gets a digest and presses the fact; its file has one line more.

    The next person who asks gets the answer, and those who asked in vain get it once, even if some of them have left.
    """
    process = start_bot(facts=BASE, config=CONFIG, env=UNLIMITED)
    telegram.wait_for_reply(curator.says("/start"))
    asked = asked_by_three(telegram)
    gone, ann, *_ = asked
    telegram.wait_until(lambda: len(about_gaps(telegram, curator)) == 1, "the message of the day")
    assert about_gaps(telegram, curator)[0].parts("bold") == [f"G1 “{ODD}”"]
    card = telegram.wait_for_reply(curator.says("/gaps"))
    assert card.parts("bold") == [f"G1 “{ODD}”"]
    assert "3 people, asked 3 times, in 3 chats" in card.text
    assert card.parts("italic") == ["In Otar."]
    curator.presses(card.button("Another way to ask: Where was DRILL 2018 held?"))
    shown(telegram, card, "G1: accepted and written to ")
    assert topic(process) == FACTS.replace("    asks: place\n", ALIAS, 1)
    assert (process.folder / "accepted.yaml").read_text().endswith(f"- ask: {ODD}\n  want: drill-2018-place\n")
    assert telegram.wait_for_reply(curator.says("/gaps")).text.startswith(curator_words.NO_GAPS)

    del asked[gone]
    gone.blocks(process.bot)
    for _ in range(2):
        assert process.stop() == 0
        process.start().wait_until_ready()
        telegram.wait_until(lambda: all(len(telegram.replies(one)) > 1 for one in asked.values()), "late answers")
        latest = telegram.user("Late")
        assert telegram.wait_for_reply(latest.says(ODD)).parts("bold") == ["In Otar."]
        telegram.wait_for_reply(latest.says("/help"))
    for one in asked.values():
        (_, late) = telegram.replies(one)
        assert late.text.startswith(f"You asked on {dt.datetime.now(dt.UTC).day} ")
        assert (late.parts("bold"), late.buttons[0].text) == (["In Otar."], "👍")
    assert len(about_gaps(telegram, curator)) == 1
    why = ann.says("/why", reply_to=telegram.replies(asked[ann])[1])
    assert "It matches" in telegram.wait_for_reply(why).text


def test_what_is_refused_and_what_is_one_word(telegram: FakeTelegram, curator: Person, start_bot: StartBot) -> None:
    """A change that breaks a fact is refused with its reason; a word may stand for a name; the rest is ignored."""
    process = start_bot(facts=BASE, config=CONFIG, env=UNLIMITED)
    ann = telegram.user("Ann")
    for question in ("where was steppe storm held", "who paid for DRILL 2019?", "where was DRILL 2031 held"):
        telegram.wait_for_reply(ann.says(question))
    telegram.wait_for_reply(ann.says("/help"))
    listed = telegram.wait_for_reply(curator.says("/gaps"))
    assert sorted(button.text for button in listed.buttons) == ["G1", "G2", "G3"]

    card = telegram.wait_for_reply(curator.says("/gaps G1"))
    curator.presses(card.button(curator_words.SYNONYM))
    words = shown(telegram, card, "Which word means which?")
    name = next(b for b in words.buttons if b.text.startswith("steppe storm = DRILL"))
    curator.presses(name)
    shown(telegram, card, "G1: accepted")
    assert "steppe storm]" in topic(process)

    answered = telegram.wait_for_reply(ann.says("where was DRILL 2019 held"))
    telegram.wait_for_callback_answer(ann.presses(answered.button("👎")))
    telegram.wait_for_reply(ann.says("/help"))
    written = topic(process)
    wrong = telegram.wait_for_reply(curator.says("/gaps G4 drill-2018-place"))
    curator.presses(wrong.button("Another way to ask: Where was DRILL 2018 held?"))
    refused = shown(telegram, wrong, curator_words.REFUSED.format(gap="G4"))
    assert "DRILL 2019" in refused.text.splitlines()[1]
    assert topic(process) == written
    curator.presses(refused.button("Back"))
    curator.presses(shown(telegram, wrong, "G4 “").button("Ignore"))
    shown(telegram, wrong, "G4: ignored")

    other = telegram.wait_for_reply(curator.says("/gaps G3"))
    assert "another year (asked: 2031" in other.text
    curator.presses(other.button(curator_words.NEW_FACT))
    form = shown(telegram, other, "/propose")
    assert "Question: where was DRILL 2031 held" in form.text
    curator.presses(form.button("Back"))
    curator.presses(shown(telegram, other, "another year").button("Ignore"))
    shown(telegram, other, "G3: ignored")
    left = telegram.wait_for_reply(curator.says("/gaps"))
    assert left.parts("bold") == ["G2 “who paid for DRILL 2019?”"]

    press = ann.presses(left.button("Ignore"))
    assert telegram.wait_for_callback_answer(press).get("text")
    assert telegram.wait_for_reply(curator.says("/gaps")).parts("bold") == left.parts("bold")


def told(telegram: FakeTelegram, curator: Person) -> list[Message]:
    """Return all messages that the bot has sent a curator."""
    return telegram.bot_messages(telegram.private_chat(curator))


def patches(telegram: FakeTelegram, curator: Person) -> list[tuple[str, str]]:
    """Return the names and contents of the patches that a curator was sent."""
    sent = [one.data["document"] for one in told(telegram, curator) if "document" in one.data]
    return [(one["file_name"], telegram.world.files[one["file_id"]].data.decode()) for one in sent]


def test_as_patches(telegram: FakeTelegram, curator: Person, start_process: StartProcess) -> None:
    """Where the disk is temporary the curator gets patches, each on top of the one before, and no file changes.

    Pending changes are listed with how often their question is still asked; they can be sent again and taken back, and
    disappear from the list when they are live.
    """
    process = start_process(facts=BASE, config="curators: [7000]\n", env={**UNLIMITED, "DYNO": "web.1"})
    ann, bob = telegram.user("Ann"), telegram.user("Bob")
    telegram.wait_for_reply(curator.says("/start"))
    telegram.wait_for_reply(ann.says(ODD))
    telegram.wait_for_reply(ann.says(PROPOSED))
    listed = telegram.wait_for_reply(curator.says("/gaps"))
    assert listed.text.splitlines()[-1] == "P1 “Who commanded DRILL 2018?”"
    curator.presses(listed.button("G1"))
    card = shown(telegram, listed, "In Otar.")
    assert "1 person, asked once, in one chat, on " in card.text
    curator.presses(card.button("Another way to ask: Where was DRILL 2018 held?"))
    assert "It builds on" not in shown(telegram, listed, "G1: accepted, but not live yet").text
    telegram.wait_for_reply(bob.says(ODD))
    telegram.wait_for_reply(bob.says("/help"))

    proposal = telegram.wait_for_reply(curator.says("/gaps P1"))
    curator.presses(proposal.button("Accept"))
    shown(telegram, proposal, curator_words.BUILDS_ON.format(names="G1"))
    waiting = telegram.wait_for_reply(curator.says("/gaps"))
    assert "2 people, asked 2 times, in 2 chats" in waiting.text
    assert "Becomes a new fact." in waiting.text
    assert curator_words.NO_GAPS not in waiting.text

    curator.presses(card.button("Another way to ask: Where was DRILL 2018 held?"))
    telegram.wait_until(lambda: len(patches(telegram, curator)) == 3, "the patch again")
    curator.presses(waiting.button("P1"))
    telegram.wait_until(lambda: "G1" not in getattr(telegram.now(waiting), "text", "G1"), "the card of P1")
    curator.presses(shown(telegram, waiting, "P1").button(curator_words.PATCH_AGAIN))
    shown(telegram, waiting, "P1: accepted, but not live yet")
    first, second, again, once_more = patches(telegram, curator)
    assert [first, second] == [again, once_more]
    assert [name for name, _ in (first, second)] == ["G1.patch", "P1.patch"]
    assert topic(process) == FACTS
    assert not Path(process.folder / "accepted.yaml").exists()

    curator.presses(telegram.wait_for_reply(curator.says("/gaps P1")).button(curator_words.TAKE_BACK))
    telegram.wait_until(
        lambda: any(curator_words.TAKEN_BACK.format(name="P1") in one.text for one in told(telegram, curator)),
        "taken back",
    )
    curator.presses(telegram.wait_for_reply(curator.says("/gaps P1")).button("Accept"))
    telegram.wait_until(lambda: patches(telegram, curator)[4:] == [second], "the patch once more")

    asked = ann.says(ODD)
    telegram.wait_for_reply(asked)
    for _, patch in (first, second):
        subprocess.run(["git", "apply", "-"], input=patch.encode(), cwd=process.folder, check=True)
    telegram.wait_until(lambda: len(telegram.replies(asked)) > 1, "the late answer")
    assert telegram.wait_for_reply(curator.says("/gaps")).text.startswith(curator_words.NO_GAPS)


def test_many_gaps(telegram: FakeTelegram, curator: Person, start_bot: StartBot) -> None:
    """The list and the digest say how many gaps are left out; a gap that was accepted in vain is open again."""
    process = start_bot(facts=BASE, config=CONFIG, env=UNLIMITED)
    telegram.wait_for_reply(curator.says("/start"))
    assert process.stop() == 0
    bot = process.bot.id
    with open_engine(Secret(f"sqlite:///{process.folder / 'var' / 'bot.db'}")).begin() as connection:
        for number in range(14):
            for person in ("ann", "bob", "cid"):
                question = f"q{number} who paid for DRILL 2019"
                asked = miss(question, person=person, nearest="[]", blocked="[]", chat_id=None)
                record_miss(connection, bot, asked)
        gaps.put(connection, bot, 14, gaps.GapState.ACCEPTED)
    process.start().wait_until_ready()
    telegram.wait_until(lambda: len(about_gaps(telegram, curator)) == 1, "the message of the day")
    (news,) = about_gaps(telegram, curator)
    assert len(news.parts("bold")) == 10
    assert news.text.splitlines()[-1] == curator_words.MORE.other.format(count="4")

    listed = telegram.wait_for_reply(curator.says("/gaps"))
    assert listed.text.startswith(curator_words.GAPS_PAGE.format(first="1", last="10", count="14"))
    curator.presses(listed.button("Next"))
    second = shown(telegram, listed, "11–14 of 14")
    assert [button.text for button in second.buttons] == ["G11", "G12", "G13", "G14", "‹ Previous"]
    curator.presses(second.button("Previous"))
    shown(telegram, listed, "1–10 of 14")

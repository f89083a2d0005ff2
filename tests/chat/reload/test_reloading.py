"""Tests of facts that change while the bot answers, with the whole bot."""

from __future__ import annotations

import shutil
import signal

from bot.engine.files import load_base
from bot.messages import curator as curator_words
from tests.bot_process import BotProcess
from tests.chat.changing import UMROI, copy, told, topic, write
from tests.chat.talking import FACTS, OTAR, WHERE, Talk
from tests.said import opening

FACTS_HELD = len(load_base([FACTS]).current_facts)
BROKEN = "    answer: {en: yes}\n"


def test_a_life_of_changes(own: Talk) -> None:
    """A change goes live by itself; a bad one changes nothing and is reported once with its place, until mended."""
    ann = own.telegram.user("Ann")
    assert own.answer(ann, WHERE) == [OTAR]
    write(own, OTAR, UMROI)
    own.process.wait_for_log("answering from version")
    assert "0 added, 1 changed, 0 withdrawn" in own.process.stderr
    assert own.answer(ann, WHERE) == [UMROI]

    write(own, f"    answer: {UMROI}\n", BROKEN)
    (refusal,) = told(own, "were not loaded")
    line = topic(own).read_text().splitlines().index(BROKEN.rstrip()) + 1
    assert f"kazind.yaml:{line}:" in refusal.text
    assert own.answer(ann, WHERE) == [UMROI]
    status = own.reply(own.curator, "/status").text
    assert "⚠ Reload refused" in status
    assert f"kazind.yaml:{line}:" in status
    write(own, "title: Exercise KAZIND", "title: Exercises KAZIND")  # as bad as before
    own.reply(own.curator, "/reload")
    told(own, "were not loaded", 2)
    write(own, BROKEN, f"    answer: {OTAR}\n")
    told(own, opening(curator_words.MENDED))
    assert len(told(own, "were not loaded", 2)) == 2  # the curator's own request, and the first
    assert own.answer(ann, WHERE) == [OTAR]


def test_asking_for_it(process_of_own: Talk) -> None:
    """A curator learns the outcome of /reload; a signal reloads, too; in a group /reload points to the private chat."""
    own = process_of_own
    assert isinstance(own.process, BotProcess)
    own.process.send(signal.SIGHUP)
    own.reply(own.curator, "/reload")
    told(own, f"Nothing has changed: {FACTS_HELD} facts")
    write(own, "  - id: kazind-2019-place", "  - id: kazind-2019-where")
    own.reply(own.curator, "/reload")
    told(own, f"1 added, 0 changed, 1 withdrawn. {FACTS_HELD} facts, version")
    status = own.reply(own.curator, "/status").text.splitlines()
    assert status[0].endswith(f"{FACTS_HELD} facts from 2 sources")
    assert status[1] == "0 problems, 0 overdue for review"
    assert status[2].startswith(opening(curator_words.LAST_LOADED))
    assert status[4:] == [curator_words.SEES_ALL, "Queue: 0 waiting, 0 set aside"]
    group = own.group(own.curator)
    for command in ("/reload", "/status"):
        said = own.reply(own.curator, f"{command}@briefbot", chat=group)
        assert said.text == curator_words.PRIVATE_ONLY
    assert "Only curators" in own.reply(own.telegram.user("Ben"), "/status").text


def test_folders_that_go_and_come(own: Talk) -> None:
    """A folder that disappears for a while leaves the facts as they were; what replaces it goes live."""
    folder = topic(own).parent
    shutil.rmtree(folder)
    told(own, "no folder of facts")
    own.settle(own.curator)
    assert own.answer(own.curator, WHERE) == [OTAR]
    copy(folder)
    write(own, OTAR, UMROI)
    own.reply(own.curator, "/reload")
    told(own, "0 added, 1 changed, 0 withdrawn")
    assert own.answer(own.curator, WHERE) == [UMROI]

"""Tests of how the process stops, starts again, and what it leaves behind."""

from __future__ import annotations

import signal
import sys
import time

import pytest

from tests.bot_process import Mode
from tests.chat.conftest import FACTS
from tests.conftest import StartBot, StartProcess
from tests.fake_telegram import BadAnswer, FakeTelegram, Hang, Person, Slow

OTAR = "In the Otar military area."
QUESTION = "where was KAZIND 2018 held?"
MODES: list[Mode] = ["polling", "webhook"]


@pytest.fixture
def ann(telegram: FakeTelegram) -> Person:
    """Somebody who asks the first bot."""
    telegram.bot()
    return telegram.user("Ann")


@pytest.mark.parametrize(
    ("mode", "signals"),
    [
        ("polling", [signal.SIGINT, signal.SIGTERM]),
        pytest.param("polling", [signal.SIGTERM], marks=pytest.mark.long),
        pytest.param("polling", [signal.SIGTERM] * 3, marks=pytest.mark.long),
        pytest.param("webhook", [signal.SIGTERM] * 2, marks=pytest.mark.long),
    ],
)
def test_stop_finishes_running_replies(
    mode: Mode, signals: list[signal.Signals], telegram: FakeTelegram, ann: Person, start_process: StartProcess
) -> None:
    """Told to stop once or several times, the bot ends the reply on its way, leaves the rest, and exits with 0."""
    process = start_process(mode=mode, facts=FACTS)
    telegram.faults.next("sendMessage", Slow(0.4))
    asked = [ann.says(QUESTION), ann.says(QUESTION)]
    for message in asked:
        telegram.wait_until_confirmed(message)
    telegram.wait_for_request("sendMessage", answered=False)
    for number in signals:
        process.send(number)
    assert process.wait(timeout=20) == 0
    assert [len(telegram.replies(message)) for message in asked] == [1, 0]
    assert "1 updates wait in the store for the next process" in process.stderr
    process.start()
    telegram.wait_for_reply(asked[1])
    assert [len(telegram.replies(message)) for message in asked] == [1, 1]


def test_signals_until_the_very_end(telegram: FakeTelegram, ann: Person, start_process: StartProcess) -> None:
    """A process that is told to stop again and again, until it is gone, ends with 0."""
    process = start_process(facts=FACTS)
    while process.running:
        process.terminate()
        time.sleep(0.001)  # not so fast that nothing else gets done
    assert process.exit_code == 0


def test_a_reply_that_never_ends_is_given_up(telegram: FakeTelegram, ann: Person, start_process: StartProcess) -> None:
    """A send that hangs does not keep the process beyond its time, here made shorter."""
    hasty = "import bot.chat.process.shutdown as s, bot.cli; s.STOP_SECONDS = 6; raise SystemExit(bot.cli.main())"
    process = start_process(facts=FACTS, command=(sys.executable, "-c", hasty, "run"))
    telegram.faults.always("sendMessage", Hang(stored=False))
    telegram.wait_until_confirmed(ann.says(QUESTION))
    process.terminate()
    assert process.wait(timeout=10) == 0
    assert "1 updates wait in the store for the next process" in process.stderr


@pytest.mark.parametrize("mode", MODES)
def test_a_restart_answers_nothing_twice(mode: Mode, telegram: FakeTelegram, ann: Person, start_bot: StartBot) -> None:
    """What was answered before a restart is not answered again, and what came meanwhile is."""
    process = start_bot(mode=mode, facts=FACTS)
    first = ann.says(QUESTION)
    telegram.wait_for_reply(first)
    assert process.stop() == 0
    second = ann.says(QUESTION)
    process.start()
    telegram.wait_for_reply(second)
    assert (len(telegram.replies(first)), len(telegram.replies(second))) == (1, 1)


def test_the_last_updates_are_confirmed(telegram: FakeTelegram, ann: Person, start_bot: StartBot) -> None:
    """What was taken while Telegram was out of reach is confirmed on the way out, and not answered again."""
    process = start_bot(facts=FACTS)
    # Struck are those after the first, which knows no offset yet, but for the one on the way out.
    telegram.faults.always(
        "getUpdates", BadAnswer(), where=lambda params: "offset" in params and params["timeout"] != 0
    )
    asked = ann.says(QUESTION)
    telegram.wait_for_reply(asked)
    assert process.stop() == 0
    telegram.wait_until_confirmed(asked)
    telegram.faults.clear()
    process.start()
    telegram.wait_for_reply(ann.says(QUESTION))
    assert len(telegram.replies(asked)) == 1


def test_a_button_works_after_a_restart(telegram: FakeTelegram, ann: Person, start_bot: StartBot) -> None:
    """A choice that one process offered is opened by the next."""
    process = start_bot(facts=FACTS)
    offered = telegram.wait_for_reply(ann.says("where was KAZIND held?"))
    process.stop()
    process.start()
    ann.presses(offered.button("2018"))
    assert telegram.wait_for_edit(offered).parts("bold") == [OTAR]


def test_the_log_holds_no_token_and_no_question(telegram: FakeTelegram, ann: Person, start_bot: StartBot) -> None:
    """Neither trouble nor a failing update brings the token or a question's text into the log."""
    process = start_bot(facts=FACTS)
    telegram.faults.next("sendMessage", BadAnswer())
    telegram.faults.next("getUpdates", BadAnswer())
    telegram.poison(telegram.private_chat(ann), "text as number")
    assert OTAR in telegram.wait_for_reply(ann.says(QUESTION)).text
    process.stop()
    process.assert_no_token()
    assert "sending a reply failed" in process.stderr
    assert "KAZIND" not in process.stderr

"""Tests of the process: how it starts, what stops it, and what it leaves behind."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from tests.bot_process import BotProcess, Mode
from tests.chat.conftest import FACTS
from tests.conftest import StartBot
from tests.fake_telegram import (
    BadAnswer,
    ConnectionReset,
    FakeTelegram,
    Hang,
    Person,
    Refused,
    Slow,
    TooManyRequests,
)
from tests.fake_telegram.faults import Fault

OTAR = "In the Otar military area."
QUESTION = "where was KAZIND 2018 held?"
MODES: list[Mode] = ["polling", "webhook"]


@pytest.fixture
def ann(telegram: FakeTelegram) -> Person:
    """Somebody who asks the first bot."""
    telegram.bot()
    return telegram.user("Ann")


def run_to_its_end(
    telegram: FakeTelegram, folder: Path, mode: Mode = "polling", **env: str | None
) -> BotProcess:
    """Start a process that ends by itself."""
    process = BotProcess(telegram, folder, mode=mode, facts=FACTS, env=env).start()
    process.wait()
    process.assert_no_token()
    return process


@pytest.mark.parametrize(
    ("mode", "signals"),
    [
        ("polling", [signal.SIGTERM]),
        ("polling", [signal.SIGTERM] * 3),
        ("polling", [signal.SIGINT, signal.SIGTERM]),
        ("webhook", [signal.SIGTERM] * 2),
    ],
)
def test_stop_finishes_running_replies(
    mode: Mode, signals: list[signal.Signals], telegram: FakeTelegram, ann: Person, start_bot: StartBot
) -> None:
    """Told to stop once or several times, the bot finishes what it has taken and exits with 0."""
    process = start_bot(mode=mode, facts=FACTS)
    telegram.faults.next("sendMessage", Slow(0.4), times=2)
    asked = [ann.says(QUESTION), ann.says(QUESTION)]
    for message in asked:
        telegram.wait_until_confirmed(message)
    for number in signals:
        process.send(number)
        telegram.wait_for_request("sendMessage", answered=False)
    assert process.wait(timeout=20) == 0
    assert [len(telegram.replies(message)) for message in asked] == [1, 1]


def test_a_reply_that_never_ends_is_given_up(
    telegram: FakeTelegram, ann: Person, start_bot: StartBot
) -> None:
    """A send that hangs does not keep the process beyond its time, here made shorter."""
    hasty = (
        "import bot.chat.application as a, bot.cli; a.DRAIN_SECONDS = 0.5; raise SystemExit(bot.cli.main())"
    )
    process = start_bot(facts=FACTS, command=(sys.executable, "-c", hasty, "run"))
    telegram.faults.always("sendMessage", Hang(stored=False))
    telegram.wait_until_confirmed(ann.says(QUESTION))
    process.terminate()
    assert process.wait(timeout=10) == 0
    assert "1 updates are left without a reply" in process.stderr


@pytest.mark.parametrize("mode", MODES)
def test_a_restart_answers_nothing_twice(
    mode: Mode, telegram: FakeTelegram, ann: Person, start_bot: StartBot
) -> None:
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
    telegram.faults.always("getUpdates", BadAnswer(), where=lambda params: params["timeout"] != 0)
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


@pytest.mark.parametrize(
    ("mode", "faults"),
    [
        (
            "polling",
            {
                "getMe": BadAnswer(502),
                "deleteWebhook": TooManyRequests(1),
                "getUpdates": Refused(500, "Internal Server Error"),
                "setMyCommands": ConnectionReset(),
            },
        ),
        (
            "webhook",
            {"getMe": TooManyRequests(1), "setWebhook": BadAnswer(502), "setMyCommands": BadAnswer(502)},
        ),
    ],
)
def test_trouble_at_the_start_is_waited_out(
    mode: Mode, faults: dict[str, Fault], telegram: FakeTelegram, ann: Person, start_bot: StartBot
) -> None:
    """No flood limit, gateway without a server or cut line ends a process that starts."""
    for method, fault in faults.items():
        telegram.faults.next(method, fault)
    start_bot(mode=mode, facts=FACTS)
    assert telegram.wait_for_reply(ann.says(QUESTION)).parts("bold") == [OTAR]
    telegram.wait_for_request("setMyCommands", where=lambda request: request.ok)
    assert telegram.faults.waiting == 0


def test_a_stop_while_telegram_is_out_of_reach(telegram: FakeTelegram, ann: Person, tmp_path: Path) -> None:
    """A process that still tries to reach Telegram stops when told to."""
    telegram.faults.always("getMe", BadAnswer())
    with BotProcess(telegram, tmp_path, facts=FACTS) as process:
        telegram.wait_for_request("getMe")
        assert process.stop() == 0


@pytest.mark.parametrize("mode", MODES)
def test_a_refused_token(mode: Mode, telegram: FakeTelegram, ann: Person, tmp_path: Path) -> None:
    """A token that Telegram does not know ends the process with one sentence."""
    token = "7000099:AAFakeTokenThatNobodyKnows00099"
    process = run_to_its_end(telegram, tmp_path, mode, TELEGRAM_BOT_TOKEN=token)
    lines = [line for line in process.stderr.splitlines() if " INFO " not in line]
    assert lines == ["error: Telegram refuses TELEGRAM_BOT_TOKEN; copy it again from BotFather"]
    assert (process.exit_code, process.stdout) == (2, "")


def test_a_revoked_token(telegram: FakeTelegram, ann: Person, start_bot: StartBot) -> None:
    """A token that is revoked while the bot runs ends the process with one sentence."""
    process = start_bot(facts=FACTS)
    telegram.faults.always("getUpdates", Refused(401, "Unauthorized"))
    ann.says(QUESTION)
    assert process.wait() == 2
    assert "error: Telegram refuses TELEGRAM_BOT_TOKEN" in process.stderr


@pytest.mark.parametrize(
    ("mode", "env", "expected"),
    [
        ("polling", {"TELEGRAM_BOT_TOKEN": "seven"}, "TELEGRAM_BOT_TOKEN is not a bot token"),
        ("polling", {"TELEGRAM_BOT_TOKEN": None}, "TELEGRAM_BOT_TOKEN is not set"),
        ("webhook", {"TELEGRAM_BOT_TOKEN": None}, "TELEGRAM_BOT_TOKEN is not set"),
        ("webhook", {"WEBHOOK_URL": None}, "WEBHOOK_URL is not set"),
        ("webhook", {"WEBHOOK_URL": "http://plain.example"}, "Telegram refuses WEBHOOK_URL"),
        ("webhook", {"WEBHOOK_URL": "plain"}, "WEBHOOK_URL is not an address"),
    ],
)
def test_what_cannot_be_served(
    mode: Mode, env: dict[str, str | None], expected: str, telegram: FakeTelegram, ann: Person, tmp_path: Path
) -> None:
    """A variable that is missing or wrong is one sentence and exit code 2."""
    process = run_to_its_end(telegram, tmp_path, mode, **env)
    lines = [line for line in process.stderr.splitlines() if " INFO " not in line]
    assert process.exit_code == 2
    assert len(lines) == 1
    assert lines[0].startswith(f"error: {expected}")


def test_a_port_that_is_taken(
    telegram: FakeTelegram, ann: Person, start_bot: StartBot, tmp_path: Path
) -> None:
    """A second process on the same port says so."""
    first = start_bot(mode="webhook", facts=FACTS)
    second = run_to_its_end(telegram, tmp_path / "second", "webhook", PORT=str(first.port))
    assert second.exit_code == 2
    assert f"error: port {first.port} cannot be opened" in second.stderr


def test_two_processes_with_one_token(telegram: FakeTelegram, ann: Person, start_bot: StartBot) -> None:
    """A second poller is named plainly in the log, and questions are answered all the same."""
    first, second = start_bot(facts=FACTS), start_bot(facts=FACTS)
    telegram.wait_for(
        lambda: "another process fetches updates with this token" in first.stderr + second.stderr,
        "the log line",
    )
    assert OTAR in telegram.wait_for_reply(ann.says(QUESTION)).text


def test_what_telegram_is_told_at_the_start(telegram: FakeTelegram, ann: Person, start_bot: StartBot) -> None:
    """The menu lists the commands, only kinds that are handled are asked for, what waits is kept."""
    waiting = ann.says(QUESTION)
    process = start_bot(mode="webhook", facts=FACTS)
    assert OTAR in telegram.wait_for_reply(waiting).text
    told = telegram.wait_for_request("setMyCommands").params["commands"]
    assert [entry["command"] for entry in told] == ["start", "ask", "topics", "sources", "help"]
    hook = telegram.wait_for_request("setWebhook").params
    assert hook["url"] == f"{process.public}/telegram"
    assert hook["allowed_updates"] == ["message", "edited_message", "callback_query"]
    assert len(hook["secret_token"]) == 64


def test_polling_after_a_webhook(telegram: FakeTelegram, ann: Person, start_bot: StartBot) -> None:
    """A bot that had a webhook is served by polling without losing what waits."""
    process = start_bot(mode="webhook", facts=FACTS)
    process.stop()
    waiting = ann.says(QUESTION)
    start_bot(facts=FACTS)
    assert OTAR in telegram.wait_for_reply(waiting).text
    assert telegram.wait_for_request("getUpdates").params["allowed_updates"] == [
        "message",
        "edited_message",
        "callback_query",
    ]


def test_the_log_holds_no_token_and_no_question(
    telegram: FakeTelegram, ann: Person, start_bot: StartBot
) -> None:
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

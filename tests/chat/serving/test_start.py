"""Tests of how the process starts: trouble that passes, mistakes that end it, and what Telegram is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.messages.chat import COMMANDS, DESK
from tests.bot_process import Mode
from tests.bot_thread import BotThread
from tests.chat.conftest import FACTS
from tests.conftest import StartBot
from tests.fake_telegram import BadAnswer, ConnectionReset, FakeTelegram, Person, Refused, TooManyRequests
from tests.fake_telegram.faults import Fault

KINDS = ["message", "edited_message", "callback_query", "inline_query", "chosen_inline_result", "my_chat_member"]
OTAR = "In the Otar military area."
QUESTION = "where was KAZIND 2018 held?"
MODES: list[Mode] = ["polling", "webhook"]


@pytest.fixture
def ann(telegram: FakeTelegram) -> Person:
    """Somebody who asks the first bot."""
    telegram.bot()
    return telegram.user("Ann")


def run_to_its_end(telegram: FakeTelegram, folder: Path, mode: Mode = "polling", **env: str | None) -> BotThread:
    """Start a bot that ends by itself."""
    process = BotThread(telegram, folder, mode=mode, facts=FACTS, env=env).start()
    process.wait()
    process.assert_no_token()
    return process


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
    with BotThread(telegram, tmp_path, facts=FACTS) as process:
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


def test_a_port_that_is_taken(telegram: FakeTelegram, ann: Person, start_bot: StartBot, tmp_path: Path) -> None:
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


def wait_for_menu(telegram: FakeTelegram, language: str | None) -> list[dict[str, str]]:
    """Wait until the bot sets the menu of a language."""
    told = telegram.wait_for_request(
        "setMyCommands", where=lambda request: request.params.get("language_code") == language
    )
    menu: list[dict[str, str]] = told.params["commands"]
    return menu


def test_what_telegram_is_told_at_the_start(telegram: FakeTelegram, ann: Person, start_bot: StartBot) -> None:
    """Each language has its menu, only kinds that are handled are asked for, what waits is kept."""
    waiting = ann.says(QUESTION)
    process = start_bot(mode="webhook", facts=FACTS)
    assert OTAR in telegram.wait_for_reply(waiting).text
    names = [*COMMANDS]
    assert not {*names} & {*DESK}
    for language, help_is in ((None, "How to ask"), ("ru", "Как задать вопрос")):
        told = wait_for_menu(telegram, language)
        assert [entry["command"] for entry in told] == names
        assert told[-1]["description"] == help_is
    hook = telegram.wait_for_request("setWebhook").params
    assert hook["url"] == f"{process.public}/telegram"
    assert hook["allowed_updates"] == KINDS
    assert len(hook["secret_token"]) == 64


def test_polling_after_a_webhook(telegram: FakeTelegram, ann: Person, start_bot: StartBot) -> None:
    """A bot that had a webhook is served by polling without losing what waits."""
    process = start_bot(mode="webhook", facts=FACTS)
    process.stop()
    waiting = ann.says(QUESTION)
    start_bot(facts=FACTS)
    assert OTAR in telegram.wait_for_reply(waiting).text
    assert telegram.wait_for_request("getUpdates").params["allowed_updates"] == KINDS

"""Tests that the bot answers every command it lists."""

from __future__ import annotations

from pathlib import Path

from bot.messages import chat as chat_words
from bot.messages.chat import COMMANDS, DESK
from tests.conftest import StartBot
from tests.fake_telegram import FakeTelegram
from tests.said import opening

FACTS = Path(__file__).parents[1] / "facts"


def test_every_command_is_known(telegram: FakeTelegram, start_bot: StartBot) -> None:
    """Every command in the menu and in a curator's help is one that the bot knows."""
    telegram.bot()
    ann, ben = telegram.user("Ann"), telegram.user("Ben")
    start_bot(facts=FACTS, config=f"curators: [{ann.id}]\n", env={"TELEGRAM_LIMITS": "off"})
    asked = [ann.says(f"/{name}") for name in (*COMMANDS, *DESK) if name != "forgetme"]
    said = [telegram.wait_for_reply(one).text for one in asked]
    assert [text for text in said if opening(chat_words.UNKNOWN_COMMAND) in text] == []
    assert opening(chat_words.UNKNOWN_COMMAND) in telegram.wait_for_reply(ann.says("/nonsense")).text
    for name in DESK:
        assert "Only curators" in telegram.wait_for_reply(ben.says(f"/{name}")).text
        assert f"/{name}" in telegram.wait_for_reply(ann.says("/help")).text
        assert f"/{name}" not in telegram.wait_for_reply(ben.says("/help")).text

"""A bot with facts of its own, which a test changes, and what the bot does about it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bot_process import StartedBot
from tests.bot_thread import BotThread
from tests.chat.talking import CONFIG, CURATORS, FACTS, Talk
from tests.fake_telegram import FakeTelegram, Message

UMROI = "In Umroi."


@contextmanager
def changing(folder: Path, kind: type[StartedBot] = BotThread) -> Iterator[Talk]:
    """Run a bot, in a thread unless another kind is named; one curator has started it."""
    copy(folder / "facts")
    with FakeTelegram() as telegram:
        telegram.bot(can_read_all_group_messages=True, supports_inline_queries=True, inline_feedback=True)
        env = {"TELEGRAM_LIMITS": "off"}
        process = kind(telegram, folder / "bot", facts=folder / "facts", config=CONFIG, env=env)
        with process:
            process.wait_until_ready()
            talk = Talk(telegram, process)
            talk.reply(telegram.user("Cora", id=CURATORS[0]), "/start")
            yield talk
            assert process.stop() == 0


def copy(folder: Path) -> None:
    """Write facts in which check finds nothing."""
    shutil.copytree(FACTS, folder)
    file = folder / "kazind.yaml"
    file.write_text(file.read_text().replace("    quote: from the tenth of September\n", ""))


def topic(talk: Talk) -> Path:
    """Find the topic file."""
    return talk.process.folder.parent / "facts" / "kazind.yaml"


def write(talk: Talk, old: str, new: str) -> None:
    """Change the topic file as an editor does: another file takes its place."""
    file = topic(talk)
    text = file.read_text()
    assert old in text
    beside = file.with_name(".kazind.yaml.swp")
    beside.write_text(text.replace(old, new))
    beside.replace(file)


def told(talk: Talk, words: str, number: int = 1) -> list[Message]:
    """Wait until the curator was told something so often."""
    until = time.monotonic() + 15
    chat = talk.telegram.private_chat(talk.curator)
    while len(found := [m for m in talk.telegram.bot_messages(chat) if words in m.text]) < number:
        assert time.monotonic() < until, [m.text for m in talk.telegram.bot_messages(chat)]
        time.sleep(0.05)
    return found

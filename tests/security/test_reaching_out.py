"""Tests that nothing which somebody writes makes the bot call an address, open a file or run code."""

from __future__ import annotations

import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from telegram import Bot
from telegram.error import TelegramError

from bot.chat.protocol.transport import CountedRequest, method_of
from tests.bot_process import PROJECT
from tests.security.conftest import QUESTION, Served

TOKEN = "123456:AAFakeTokenOfATestForBotNumber"


class Listener(http.server.ThreadingHTTPServer):
    """Notes every path that is asked of it, and leads elsewhere where told to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.leads_to = ""
        super().__init__(("127.0.0.1", 0), Answering)
        self.address = f"http://127.0.0.1:{self.server_port}"


class Answering(http.server.BaseHTTPRequestHandler):
    """Answers for a Listener."""

    server: Listener

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(302 if self.server.leads_to else 200)
        if self.server.leads_to:
            self.send_header("Location", self.server.leads_to + self.path)
        self.end_headers()

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def listener() -> Iterator[Listener]:
    """An address that nobody should call."""
    with Listener() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_addresses_in_messages_are_not_called(served: Served, listener: Listener) -> None:
    """However an address stands in a message, the bot answers and does not call it."""
    telegram, ann, url = served.telegram, served.ann, f"{listener.address}/x"
    link = {"type": "text_link", "offset": 0, "length": 5, "url": url}
    preview = {"url": url, "prefer_large_media": True}
    asked = [
        ann.says(f"where was {url} held?"),
        ann.says(f"/ask {url}"),
        ann.says(QUESTION, extra={"entities": [link], "link_preview_options": preview}),
        ann.says(f"file:///etc/passwd {url}#{{0}}"),
        ann.starts(url.replace(":", "_").replace("/", "_").replace(".", "_")),
    ]
    for message in asked:
        telegram.wait_for_reply(message, timeout=20)
    assert served.answers()
    assert listener.asked == []
    called = {request.method for request in telegram.journal.requests()}
    assert not called & {"getFile", "sendDocument", "sendPhoto"}


async def test_telegram_cannot_lead_elsewhere(listener: Listener) -> None:
    """A redirection is not followed: the address behind it would get the token."""
    with Listener() as elsewhere:
        threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
        listener.leads_to = elsewhere.address
        bot = Bot(TOKEN, base_url=f"{listener.address}/bot", request=CountedRequest(1))
        with pytest.raises(TelegramError, match="302"):
            await bot.initialize()
        await bot.shutdown()
        elsewhere.shutdown()
    assert (listener.asked, elsewhere.asked) == ([f"/bot{TOKEN}/getMe"], [])


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"https://api.telegram.org/bot{TOKEN}/getMe", "getMe"),
        (f"https://api.telegram.org/bot{TOKEN}/getUpdates?offset=1", "getUpdates"),
        (f"https://api.telegram.org/bot{TOKEN}", "?"),
    ],
)
def test_the_label_of_a_request(url: str, expected: str) -> None:
    """The numbers name the method, and never another part of the address."""
    assert method_of(url) == expected


TAG = "!!python/object/apply:os.system ['touch {touched}']"
TOPIC = """
topic: kazind
title: {title}
language: en
sources:
  a: {{title: A, publisher: B, published: 2019-01-02}}
facts:
  - {{id: kazind-x, question: Where?, answer: There., sources: [a], as_of: 2019-01-02}}
"""


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"kazind.yaml": TOPIC.format(title=TAG)}, "yaml-tag"),
        ({"kazind.yaml": TOPIC.format(title="A"), "phrasings.yaml": f"asks: {TAG}"}, "yaml-tag"),
        ({"kazind.yaml": TOPIC.format(title="A"), "../config.yaml": f"log_level: {TAG}"}, "yaml-tag"),
        ({"kazind.yaml": TOPIC.format(title="&a [*a, *a]")}, "yaml-anchor"),
        ({"kazind.yaml": TOPIC.format(title="[" * 50_000)}, "yaml-depth"),
        ({"kazind.yaml": "topic: " + "\x00" * 9}, "yaml-"),
        ({"kazind.yaml": TOPIC.format(title="A").replace("topic: kazind", "topic: ../../etc")}, "topic-file"),
        ({"../config.yaml": "facts: ../../../../../../etc/passwd"}, "no folder of facts"),
        ({"../config.yaml": "facts: https://127.0.0.1/facts"}, "no folder of facts"),
    ],
)
def test_a_file_that_does_harm(files: dict[str, str], expected: str, tmp_path: Path) -> None:
    """A tag, an alias, a depth or a path in a file is one sentence with exit code 1 or 2; no code is run."""
    touched = tmp_path / "touched"
    (tmp_path / "facts").mkdir()
    for name, text in files.items():
        (tmp_path / "facts" / name).write_text(text.replace("{touched}", str(touched)))
    arguments = [] if "facts:" in files.get("../config.yaml", "") else ["--facts", str(tmp_path / "facts")]
    command = [
        sys.executable,
        "-m",
        "bot",
        "ask",
        "x",
        "--config",
        str(tmp_path / "facts" / ".." / "config.yaml"),
    ]
    (tmp_path / "config.yaml").touch()
    ended = subprocess.run([*command, *arguments], cwd=PROJECT, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 2
    assert expected in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "root:" not in ended.stderr
    assert not touched.exists()

"""Tests of what becomes of a bot that hears nothing from Telegram."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TimedOut

from bot.chat.process.health import Heartbeat
from bot.chat.serving.watchdog import Stalled, WebhookWatch, keep_polling
from tests.bot_process import PROJECT, BotProcess
from tests.chat.conftest import FACTS
from tests.fake_telegram import FakeTelegram, Hang, Person

ADDRESS = "https://bot.example/telegram"
SOON = 0.1  # the stall, in seconds
# `python -m bot` with a stall that a test can wait for: the configuration begins at a minute.
IMPATIENT = (
    "import bot.config.file as f, bot.cli; f.LEAST_STALL = 1; raise SystemExit(bot.cli.main())",
    "run",
)


class Poll:
    """A poll that beats so many times in each of its runs and then hangs, or raises."""

    def __init__(self, heard: Heartbeat, *runs: int | Exception) -> None:
        self._heard = heard
        self._runs = list(runs)
        self.begun = 0
        self.ended = 0

    async def __call__(self) -> None:
        self.begun += 1
        run = self._runs.pop(0)
        try:
            if isinstance(run, Exception):
                raise run
            for _ in range(run):
                await asyncio.sleep(0)
                self._heard.beat()
            await asyncio.Event().wait()
        finally:
            self.ended += 1


async def test_a_stalled_poll_starts_anew_and_then_ends() -> None:
    """After a stall the poll is ended and begun again; when that brings nothing either, it is an error."""
    heard = Heartbeat()
    poll = Poll(heard, 0, 0)
    with pytest.raises(Stalled, match=r"no getUpdates has succeeded for 0.2 s"):
        await asyncio.wait_for(keep_polling(poll, heard, SOON), 5)
    assert (poll.begun, poll.ended) == (2, 2)


async def test_each_stall_has_its_fresh_start() -> None:
    """A poll that came back and stalls again is begun again."""
    heard = Heartbeat()
    poll = Poll(heard, 6, 6, 0)
    with pytest.raises(Stalled):
        await asyncio.wait_for(keep_polling(poll, heard, SOON), 5)
    assert (poll.begun, poll.ended, heard.count) == (3, 3, 12)


async def test_what_the_poll_raises_is_passed_on() -> None:
    """A refused token is no stall."""
    heard = Heartbeat()
    with pytest.raises(InvalidToken):
        await keep_polling(Poll(heard, InvalidToken()), heard, SOON)


async def test_a_poll_that_cannot_be_ended() -> None:
    """One that takes no notice of its end does not keep the next from starting."""
    heard, over = Heartbeat(), asyncio.Event()
    begun: list[asyncio.Task[None] | None] = []

    async def stubborn() -> None:
        begun.append(asyncio.current_task())
        while not over.is_set():
            try:
                await over.wait()
            except asyncio.CancelledError:
                continue

    with pytest.raises(Stalled):
        await asyncio.wait_for(keep_polling(stubborn, heard, SOON, cancel_seconds=0.01), 5)
    assert len(begun) == 2
    over.set()
    await asyncio.gather(*[task for task in begun if task is not None])


class Telegram(Bot):
    """Tells of the webhook from a list: address, updates that wait."""

    def __init__(self, *infos: tuple[str, int]) -> None:
        super().__init__("100:AAFakeTokenOfATestForBotNumber")
        self._infos = list(infos)
        self._deleted = 0

    @property
    def deleted(self) -> int:
        """How often the webhook was removed."""
        return self._deleted

    async def get_webhook_info(self, *args: object, **named: object) -> WebhookInfo:
        url, waiting = self._infos.pop(0)
        if not url:
            raise TimedOut
        return WebhookInfo(url, False, waiting, last_error_message="Connection refused")

    async def delete_webhook(self, *args: object, **named: object) -> bool:
        self._deleted += 1
        return True


async def look(telegram: Telegram, *deliveries: int, leads: bool = True) -> tuple[int, int]:
    """Look once for each number of deliveries since; return how often the webhook was set and removed."""
    heard, told = Heartbeat(), 0

    async def announce() -> None:
        nonlocal told
        told += 1

    async def is_leader() -> bool:
        return leads

    watch = WebhookWatch(telegram, ADDRESS, announce, heard, is_leader)
    for number in deliveries:
        for _ in range(number):
            heard.beat()
        await watch.check()
    return told, telegram.deleted


@pytest.mark.parametrize(
    ("infos", "deliveries", "expected"),
    [
        ([(ADDRESS, 0), (ADDRESS, 0)], [0, 0], (0, 0)),  # a quiet night
        ([(ADDRESS, 5), (ADDRESS, 9)], [3, 3], (0, 0)),  # much to do, but some of it comes
        ([(ADDRESS, 5), (ADDRESS, 3)], [1, 0], (0, 0)),  # another process gets it
        ([(ADDRESS, 5)], [0], (1, 1)),  # nothing comes: set again
        ([(ADDRESS, 5), (ADDRESS, 0), (ADDRESS, 5)], [0, 5, 0], (2, 2)),  # that helped, and again
        ([("https://other.example/", 0)], [0], (1, 0)),  # somebody else's address
        ([("", 0), (ADDRESS, 0)], [0, 0], (0, 0)),  # Telegram does not say
    ],
)
async def test_looking_after_a_webhook(
    infos: list[tuple[str, int]], deliveries: list[int], expected: tuple[int, int]
) -> None:
    """The webhook is set again where it is not ours, and removed first where more waits and nothing comes."""
    assert await look(Telegram(*infos), *deliveries) == expected


async def test_a_webhook_that_is_somebody_elses_to_look_after() -> None:
    """A process that was away while another took over leaves the webhook as that has it."""
    assert await look(Telegram(("https://other.example/", 0)), 0, leads=False) == (0, 0)


async def test_a_webhook_that_stays_dead() -> None:
    """When setting it again does not help, the process ends with what Telegram says about it."""
    with pytest.raises(Stalled, match="9 updates wait at Telegram and none comes: Connection refused"):
        await look(Telegram((ADDRESS, 5), (ADDRESS, 9)), 0, 0)


@pytest.fixture
def ann(telegram: FakeTelegram) -> Person:
    """Somebody who asks the first bot."""
    telegram.bot()
    return telegram.user("Ann")


def impatient(telegram: FakeTelegram, folder: Path) -> BotProcess:
    """Make a process that takes two seconds of silence for a stall."""
    command = (sys.executable, "-c", *IMPATIENT)
    return BotProcess(telegram, folder, facts=FACTS, config="stall_after: 2\n", command=command)


@pytest.mark.process
def test_a_line_that_hangs(telegram: FakeTelegram, ann: Person, tmp_path: Path) -> None:
    """A getUpdates that never ends is given up, and the next question answered, long before its own time."""
    with impatient(telegram, tmp_path) as process:
        process.wait_until_ready()
        telegram.faults.next("getUpdates", Hang(stored=False))
        telegram.wait_for_reply(ann.says("where was KAZIND 2018 held?"))
        reply = telegram.wait_for_reply(ann.says("where was KAZIND 2018 held?"), timeout=20)
        assert process.stop() == 0
    assert reply.parts("bold") == ["In the Otar military area."]
    assert "no getUpdates has succeeded for 2 s; fetching starts anew" in process.stderr


@pytest.mark.process
def test_a_line_that_hangs_for_good(telegram: FakeTelegram, ann: Person, tmp_path: Path) -> None:
    """When a fresh start does not help, the process ends with an error for its supervisor."""
    process = impatient(telegram, tmp_path).start().wait_until_ready()
    telegram.faults.always("getUpdates", Hang(stored=False))
    ann.says("where was KAZIND 2018 held?")
    assert process.wait(20) == 1
    assert "the bot ends for its supervisor to start it again: no getUpdates has succeeded" in process.stderr


@pytest.mark.process
def test_a_loop_that_stands_still() -> None:
    """A call that never gives the loop back ends the process with a traceback that shows where."""
    script = (
        "import asyncio, time\n"
        "from bot.chat.serving.watchdog import loop_watched\n"
        "async def run():\n"
        "    async with loop_watched(0.3):\n"
        "        await asyncio.sleep(0.5)\n"
        "        print('turned', flush=True)\n"
        "        time.sleep(20)\n"
        "asyncio.run(run())"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, timeout=15, check=False
    )
    assert (ended.returncode, ended.stdout) == (1, "turned\n")
    assert 'File "<string>", line 7 in run' in ended.stderr

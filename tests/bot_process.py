"""The real bot in a folder of its own, started for a test as a process and driven by signals."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, TypeAlias, TypedDict, Unpack

from tests.fake_telegram import Bot, FakeTelegram

PROJECT = Path(__file__).resolve().parents[1]
RUN = (sys.executable, "-m", "bot", "run")
# Variables of the bot, of pytest and of coverage, none of which a bot under test inherits.
OURS = ("TELEGRAM_", "WEBHOOK_", "DATABASE_URL", "BOT_CONFIG", "PORT", "LISTEN_ADDRESS", "DYNO", "PYTEST_", "COV_")

# Below those that the system gives to outgoing connections, and apart for workers side by side.
FIRST_PORT, PORTS_OF_A_WORKER, MOST_WORKERS = 12_000, 1_000, 16
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % MOST_WORKERS
OWN_PORTS = range(FIRST_PORT + WORKER * PORTS_OF_A_WORKER, FIRST_PORT + (WORKER + 1) * PORTS_OF_A_WORKER)
PORTS = iter(random.Random(os.getpid()).sample(OWN_PORTS, len(OWN_PORTS)))

Mode: TypeAlias = Literal["polling", "webhook"]
Facts: TypeAlias = Path | Mapping[str, str]


class Options(TypedDict, total=False):
    """What a bot is started with; see StartedBot."""

    mode: Mode
    bot: Bot | None
    facts: Facts | None
    config: str | None
    env: Mapping[str, str | None] | None


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now, and no other worker of the tests is given."""
    for port in PORTS:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("this worker of the tests has used all its ports")


class StartedBot(ABC):
    """The real bot in front of a fake Telegram: its files, its environment, and what it writes.

    As a context manager it stops the bot at the end and fails if the token is found in what was written.
    """

    def __init__(
        self,
        telegram: FakeTelegram,
        folder: Path,
        *,
        mode: Mode = "polling",
        bot: Bot | None = None,
        facts: Facts | None = None,
        config: str | None = None,
        env: Mapping[str, str | None] | None = None,
    ) -> None:
        """`facts` is a folder or file names → texts (default: the shipped ones); `config` the text of
        config.yaml (default: the shipped one); `env` is set on top, None takes a variable away."""
        self.telegram = telegram
        self.bot = bot or telegram.world.only_bot()
        self.mode = mode
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port() if mode == "webhook" else None
        self._stdout, self._stderr = folder / "stdout.txt", folder / "stderr.txt"
        self._config, self._facts = self._config_file(config), self._facts_folder(facts)
        self._environment = self._surroundings(env or {})
        # Processes of one bot share its public address, as replicas do behind a router.
        self._places = telegram.world.routes.setdefault(self.public, [])
        telegram.world.servers[self.bot.id] += 1
        self._place = f"http://127.0.0.1:{self.port}" if self.port else ""
        self._started = self._written = 0

    @abstractmethod
    def _launch(self) -> None:
        """Start it; its output is appended to its files."""

    @abstractmethod
    def terminate(self) -> None:
        """Tell it to stop, without waiting."""

    @abstractmethod
    def _join(self, timeout: float) -> bool:
        """Wait for its end so many seconds; say whether it came."""

    @property
    @abstractmethod
    def is_started(self) -> bool:
        """Whether it was started, running or not."""

    @property
    @abstractmethod
    def running(self) -> bool:
        """Whether it was started and has not ended."""

    @property
    @abstractmethod
    def exit_code(self) -> int | None:
        """None while it runs; negative: ended by that signal."""

    def _config_file(self, text: str | None) -> Path:
        path = self.folder / "config.yaml"
        if text is not None:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() and (PROJECT / "config.yaml").exists():
            shutil.copy(PROJECT / "config.yaml", path)
        return path

    def _facts_folder(self, facts: Facts | None) -> Path:
        if not isinstance(facts, Mapping):
            return facts or PROJECT / "facts"
        base = self.folder / "facts"
        base.mkdir(exist_ok=True)
        for name, text in facts.items():
            (base / name).write_text(text, encoding="utf-8")
        return base

    def _surroundings(self, env: Mapping[str, str | None]) -> dict[str, str]:
        around: dict[str, str | None] = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
        around |= {
            "PYTHONPATH": str(PROJECT),
            "PYTHONUNBUFFERED": "1",
            "LISTEN_ADDRESS": "127.0.0.1",
            **self.bot.environment,
        }
        if self.port is not None:
            around |= {"WEBHOOK_URL": f"{self.public}/telegram", "PORT": str(self.port)}
        around |= env
        return {name: value for name, value in around.items() if value is not None}

    @property
    def public(self) -> str:
        """The public address of the bot's webhook, without path."""
        return f"https://{self.bot.username.lower()}.example"

    def start(self) -> Self:
        """Start it (again, after it ended); output is appended."""
        if self.running:
            raise RuntimeError(f"the bot in {self.folder.name} still runs")
        if self._place and self._place not in self._places:
            self._places.append(self._place)
        self._started = self.telegram.journal.number
        self._written = self._stderr.stat().st_size if self._stderr.exists() else 0
        self._launch()
        return self

    def wait_until_ready(self, timeout: float = 20.0) -> Self:
        """Wait for its first getUpdates (polling) or an accepted setWebhook; fail at once if it ends.

        A process that leaves both to another one says in its log that it serves; beside others, only that counts.
        """
        method = "getUpdates" if self.mode == "polling" else "setWebhook"
        deadline = time.monotonic() + timeout
        changed = self.telegram.world.changed
        while time.monotonic() < deadline:
            with changed:
                found = self.telegram.journal.requests(method, bot=self.bot)
                is_asked = any(r.number > self._started and (r.ok or method == "getUpdates") for r in found)
                if is_asked and self.telegram.world.servers[self.bot.id] == 1:
                    return self
                if self._stderr.exists() and b"serving @" in self._stderr.read_bytes()[self._written :]:
                    return self
                changed.wait(0.05)  # a process that ends notifies nobody
            if not self.running:
                break
        raise AssertionError(f"the bot is not ready (exit code {self.exit_code})\n{self.output_tail()}")

    def wait_for_log(self, words: str, number: int = 1, timeout: float = 15.0) -> None:
        """Wait until it has logged something so often."""
        deadline = time.monotonic() + timeout
        changed = self.telegram.world.changed
        while self.stderr.count(words) < number:
            assert time.monotonic() < deadline, f"{words!r} is not in the log\n{self.output_tail()}"
            with changed:
                changed.wait(0.05)  # a line in the log notifies nobody

    @property
    def stdout(self) -> str:
        return self._stdout.read_text(encoding="utf-8", errors="replace") if self._stdout.exists() else ""

    @property
    def stderr(self) -> str:
        return self._stderr.read_text(encoding="utf-8", errors="replace") if self._stderr.exists() else ""

    def output_tail(self, size: int = 3000) -> str:
        """The end of what it wrote, for a person."""
        return f"stdout: {self.stdout[-size:]}\nstderr: {self.stderr[-size:]}"

    def wait(self, timeout: float = 30.0) -> int:
        """Wait for its end; return the exit code."""
        if not self._join(timeout):
            raise AssertionError(f"still running after {timeout:g} s\n{self.output_tail()}")
        if self._place in self._places:
            self._places.remove(self._place)
        code = self.exit_code
        assert code is not None
        return code

    def stop(self, timeout: float = 30.0) -> int:
        """Tell it to stop and wait; return the exit code."""
        if self.running:
            self.terminate()
        return self.wait(timeout)

    def __enter__(self) -> Self:
        return self if self.is_started else self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.running:
            self.stop()
        if kind is not None:
            sys.stderr.write(f"{self.output_tail()}\n")  # pytest shows it with the failure
        else:
            self.assert_no_token()

    def assert_no_token(self) -> None:
        """Fail if the token, or its secret half, was written anywhere."""
        secret = self.bot.token.partition(":")[2]
        for path in (self._stdout, self._stderr):
            if path.exists() and secret.encode() in path.read_bytes():
                raise AssertionError(f"the token is in {path.name}: {self.output_tail()}")


class BotProcess(StartedBot):
    """`python -m bot run` in a folder of its own; stopped with SIGTERM."""

    def __init__(
        self,
        telegram: FakeTelegram,
        folder: Path,
        *,
        arguments: Sequence[str] = (),
        command: Sequence[str] = RUN,
        **options: Unpack[Options],
    ) -> None:
        """`command` runs in place of `python -m bot run`, `arguments` come last on its line."""
        super().__init__(telegram, folder, **options)
        files = ["--config", str(self._config), "--facts", str(self._facts)]
        self._command = [*command, f"--{self.mode}", *files, *arguments]
        self._process: subprocess.Popen[bytes] | None = None

    def _launch(self) -> None:
        with self._stdout.open("ab") as out, self._stderr.open("ab") as err:
            self._process = subprocess.Popen(
                self._command, cwd=self.folder, env=self._environment, stdin=subprocess.DEVNULL,
                stdout=out, stderr=err, start_new_session=True,
            )  # fmt: skip

    @property
    def is_started(self) -> bool:
        return self._process is not None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        assert self._process is not None, "not started"
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        return self._process.poll() if self._process else None

    def send(self, number: signal.Signals) -> None:
        """Send a signal."""
        assert self._process is not None, "not started"
        self._process.send_signal(number)

    def terminate(self) -> None:
        self.send(signal.SIGTERM)

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        self.send(signal.SIGKILL)
        self.wait()

    def _join(self, timeout: float) -> bool:
        assert self._process is not None, "not started"
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return False
        return True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            super().__exit__(kind, error, trace)
        finally:
            if self.running:
                self.kill()

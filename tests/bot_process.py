"""A fact base, a config and an environment to the real bot as a process of its own, driven by signals."""

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
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Literal, TypeAlias

from tests.fake_telegram import Bot, FakeTelegram

PROJECT = Path(__file__).resolve().parents[1]
RUN = (sys.executable, "-m", "bot", "run")
OURS = ("TELEGRAM_", "WEBHOOK_", "DATABASE_URL", "BOT_CONFIG", "PORT", "DYNO", "PYTEST_", "COV_")

# Below those that the system gives to outgoing connections, and apart for workers side by side.
FIRST_PORT, PORTS_OF_A_WORKER, MOST_WORKERS = 12_000, 1_000, 16
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % MOST_WORKERS
OWN_PORTS = range(FIRST_PORT + WORKER * PORTS_OF_A_WORKER, FIRST_PORT + (WORKER + 1) * PORTS_OF_A_WORKER)
PORTS = iter(random.Random(os.getpid()).sample(OWN_PORTS, len(OWN_PORTS)))

Mode: TypeAlias = Literal["polling", "webhook"]
Facts: TypeAlias = Path | Mapping[str, str]


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now, and no other worker of the tests is given."""
    for port in PORTS:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("this worker of the tests has used all its ports")


class BotProcess:
    """`python -m bot run` in a folder of its own. As a context manager it ends the process with SIGTERM and
    fails if the token is found in what was written."""

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
        arguments: Sequence[str] = (),
        command: Sequence[str] = RUN,
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
        self._command = [*command, f"--{mode}", *self._files(facts, config), *arguments]
        self._environment = self._surroundings(env or {})
        # Processes of one bot share its public address, as replicas do behind a router.
        self._places = telegram.world.routes.setdefault(self.public, [])
        telegram.world.servers[self.bot.id] += 1
        self._place = f"http://127.0.0.1:{self.port}" if self.port else ""
        self._process: subprocess.Popen[bytes] | None = None
        self._started = self._written = 0

    def _files(self, facts: Facts | None, config: str | None) -> list[str]:
        path = self.folder / "config.yaml"
        if config is not None:
            path.write_text(config, encoding="utf-8")
        elif not path.exists() and (PROJECT / "config.yaml").exists():
            shutil.copy(PROJECT / "config.yaml", path)
        if isinstance(facts, Mapping):
            base = self.folder / "facts"
            base.mkdir(exist_ok=True)
            for name, text in facts.items():
                (base / name).write_text(text, encoding="utf-8")
        else:
            base = facts or PROJECT / "facts"
        return ["--config", str(path), "--facts", str(base)]

    def _surroundings(self, env: Mapping[str, str | None]) -> dict[str, str]:
        around: dict[str, str | None] = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
        around |= {"PYTHONPATH": str(PROJECT), "PYTHONUNBUFFERED": "1", **self.bot.environment}
        if self.port is not None:
            around |= {"WEBHOOK_URL": f"{self.public}/telegram", "PORT": str(self.port)}
        around |= env
        return {name: value for name, value in around.items() if value is not None}

    @property
    def public(self) -> str:
        """The public address of the bot's webhook, without path."""
        return f"https://{self.bot.username.lower()}.example"

    def start(self) -> BotProcess:
        """Start it (again, after it ended); output is appended."""
        if self.running:
            raise RuntimeError(f"process {self.pid} still runs")
        if self._place and self._place not in self._places:
            self._places.append(self._place)
        self._started = self.telegram.journal.number
        self._written = self._stderr.stat().st_size if self._stderr.exists() else 0
        with self._stdout.open("ab") as out, self._stderr.open("ab") as err:
            self._process = subprocess.Popen(
                self._command, cwd=self.folder, env=self._environment, stdin=subprocess.DEVNULL,
                stdout=out, stderr=err, start_new_session=True,
            )  # fmt: skip
        return self

    def wait_until_ready(self, timeout: float = 20.0) -> BotProcess:
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
                if b"serving @" in self._stderr.read_bytes()[self._written :]:
                    return self
                changed.wait(0.05)  # a process that ends notifies nobody
            if not self.running:
                break
        raise AssertionError(f"the bot is not ready (exit code {self.exit_code})\n{self.output_tail()}")

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        assert self._process is not None, "not started"
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative: ended by that signal."""
        return self._process.poll() if self._process else None

    @property
    def stdout(self) -> str:
        return self._stdout.read_text(encoding="utf-8", errors="replace") if self._stdout.exists() else ""

    @property
    def stderr(self) -> str:
        return self._stderr.read_text(encoding="utf-8", errors="replace") if self._stderr.exists() else ""

    def output_tail(self, size: int = 3000) -> str:
        """The end of what it wrote, for a person."""
        return f"stdout: {self.stdout[-size:]}\nstderr: {self.stderr[-size:]}"

    def send(self, number: signal.Signals) -> None:
        """Send a signal."""
        assert self._process is not None, "not started"
        self._process.send_signal(number)

    def terminate(self) -> None:
        """SIGTERM, without waiting."""
        self.send(signal.SIGTERM)

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        self.send(signal.SIGKILL)
        self.wait()

    def wait(self, timeout: float = 30.0) -> int:
        """Wait for its end; return the exit code."""
        assert self._process is not None, "not started"
        try:
            code = self._process.wait(timeout)
            if self._place in self._places:
                self._places.remove(self._place)
            return code
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still running after {timeout:g} s\n{self.output_tail()}") from None

    def stop(self, timeout: float = 30.0) -> int:
        """SIGTERM and wait; return the exit code."""
        if self.running:
            self.terminate()
        return self.wait(timeout)

    def __enter__(self) -> BotProcess:
        return self if self._process else self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self.running:
                self.stop()
        finally:
            if self.running:
                self.kill()
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

"""The machine's PostgreSQL → a server of the tests' own in a folder, with a fresh database for each test."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.bot_process import free_port

DEBIAN = Path("/usr/lib/postgresql")
MISSING = "there is no PostgreSQL on this machine; install the package `postgresql` to run this test"
NOBODY = "postgres"  # the server refuses to run as root
# Nobody's data is in there, so that nothing has to reach the disk.
SETTINGS = ("fsync=off", "full_page_writes=off", "max_connections=50", "shared_buffers=32MB")


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl: on the PATH, or where Debian keeps them, the newest first."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    versions = (path for path in DEBIAN.glob("*/bin") if (path / "initdb").exists())
    return max(versions, key=lambda path: float(path.parent.name), default=None)


class Postgres:
    """A PostgreSQL server on a port of its own."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="briefing-bot-postgres-"))
        self._as_root = hasattr(os, "geteuid") and os.geteuid() == 0
        if self._as_root:
            shutil.chown(self._folder, NOBODY)
        self.port = free_port()
        self._databases = 0
        data = str(self._folder / "data")
        self._call("initdb", "-D", data, "-U", NOBODY, "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C")
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = " ".join(f"-c {setting}" for setting in SETTINGS)
        options = f"-p {self.port} -k {self._folder} -c listen_addresses=127.0.0.1 {settings}"
        self._control("start", "-o", options, "-l", str(self._folder / "log"))

    def stop(self, how: str = "fast") -> None:
        """Stop it: `fast` cuts all connections, `immediate` does not even tidy up."""
        self._control("stop", "-m", how)

    def restart(self) -> None:
        """Stop it as a crash would, and start it again."""
        self.stop("immediate")
        self.start()

    def address(self, database: str = "postgres") -> str:
        """The address of a database, as a platform gives it."""
        return f"postgres://{NOBODY}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Make an empty database; return its address."""
        self._databases += 1
        name = f"test_{self._databases}"
        with psycopg.connect(self.address(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.address(name)

    @contextmanager
    def frozen(self, address: str) -> Iterator[None]:
        """Have the connections of a database hang, as on a line that swallows everything."""
        name = address.rpartition("/")[2]
        with psycopg.connect(self.address()) as connection:
            rows = connection.execute("SELECT pid FROM pg_stat_activity WHERE datname = %s", [name]).fetchall()
        for (pid,) in rows:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for (pid,) in rows:
                os.kill(pid, signal.SIGCONT)

    def close(self) -> None:
        """Stop the server and remove its folder."""
        try:
            self.stop("immediate")
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _control(self, *arguments: str) -> None:
        self._call("pg_ctl", "-D", str(self._folder / "data"), "-w", "-t", "30", *arguments)

    def _call(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        if self._as_root:
            command = ["runuser", "-u", NOBODY, "--", *command]
        with (self._folder / "calls").open("ab") as output:
            done = subprocess.run(command, stdout=output, stderr=output, cwd=self._folder, check=False)
        if done.returncode:
            said = (self._folder / "calls").read_text(errors="replace")
            raise RuntimeError(f"{program} failed with {done.returncode}: {said[-2000:]}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, started at first use; without one the test is skipped."""
    programs = binaries()
    if programs is None:
        pytest.skip(MISSING)
    server = Postgres(programs)
    yield server
    server.close()


@pytest.fixture
def postgres_url(postgres: Postgres) -> str:
    """The address of an empty database."""
    return postgres.new_database()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store, of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store/bot.db"
    url: str = request.getfixturevalue("postgres_url")
    return url

"""Each thing that goes wrong → a scene in which it does, and what became of the questions."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

from bench.reloads import bad_reloads, reloads
from bench.scene import READY, Scene
from bench.verdict import Outcome
from tests.bot_process import Mode
from tests.fake_telegram import BadAnswer, ConnectionReset, Hang, Json, TooManyRequests
from tests.fake_telegram import faults as wrong
from tests.fake_telegram.poison import KINDS

Play: TypeAlias = Callable[[Scene, str], Outcome]

OFTEN, SELDOM = 0.1, 0.01  # of the sends
DAYS = 86_400
FULL = "the store cannot be used"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong."""

    name: str
    how: Play
    needs_postgres: bool = False
    is_long: bool = False  # asks for more questions

    def play(self, scene: Scene) -> Outcome:
        """Play it in a scene of its own."""
        return self.how(scene, self.name)


def kills(scene: Scene, name: str, *, number: int, mode: Mode) -> Outcome:
    """Kill -9 one of the processes, time and again; several share a PostgreSQL, one has SQLite."""
    if number > 1:
        scene.use_postgres()
    scene.start(number, mode=mode)
    scene.run(*[scene.kill_one] * scene.kills)
    return scene.outcome(name)


def deploys(scene: Scene, name: str) -> Outcome:
    """Ask the process to stop, twice as platforms do, and start it again: nothing is cut off."""

    def deploy() -> None:
        (process,) = scene.processes
        process.terminate()
        process.terminate()
        if process.wait():
            raise RuntimeError(f"it ended with {process.exit_code}")
        process.start().wait_until_ready(READY)

    scene.start()
    scene.run(*[deploy] * 3)
    return scene.outcome(name, 3)


def database_restarts(scene: Scene, name: str) -> Outcome:
    """Take the database away as a crash does, from two processes."""

    def restart() -> None:
        marked = scene.marked()
        scene.cut("PostgreSQL restarted", marked)
        scene.server.restart()

    scene.use_postgres()
    scene.start(2)
    scene.run(*[restart] * scene.kills)
    return scene.outcome(name)


def full_disk(scene: Scene, name: str) -> Outcome:
    """Let the disk under the store be full for a while: a small file system, or files that must not grow."""
    disk = scene.folder / "disk"
    disk.mkdir()
    is_mounted = is_done("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk))
    if is_mounted:
        scene.around.callback(is_done, "umount", "-l", str(disk))
    scene.database = f"sqlite:///{disk}/bot.db"
    scene.start()
    times = 0

    def fill() -> None:
        nonlocal times
        times += 1
        undo = fill_up(disk / "filler") if is_mounted else keep_small(scene.processes[0].pid)
        scene.wait_for_line(FULL, times)
        undo()
        scene.wait_for_line("the store can be used again", times)

    scene.run(fill)
    return scene.outcome(name, times)


def is_done(*command: str) -> bool:
    """Run a command of the system, which may well not be allowed."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 (its arguments are ours)


def fill_up(filler: Path) -> Callable[[], None]:
    """Fill a file system; return what frees it again."""
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            pass
    return filler.unlink


def keep_small(process: int) -> Callable[[], None]:
    """Keep the files of a process from growing; return what lets them again."""
    usual = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (4096, usual[1]))

    def undo() -> None:
        resource.prlimit(process, resource.RLIMIT_FSIZE, usual)

    return undo


def telegram_fails(scene: Scene, name: str, *, fault: wrong.Fault, share: float) -> Outcome:
    """Let Telegram fail with a share of the sends."""

    def strikes(params: Json) -> bool:
        return scene.chance.random() < share

    scene.start()
    scene.telegram.faults.always("sendMessage", fault, where=strikes)
    scene.run()
    sends = scene.telegram.journal.requests("sendMessage")
    return scene.outcome(name, sum(request.fault is not None for request in sends))


def polls_fail(scene: Scene, name: str) -> Outcome:
    """Let Telegram fail when it is asked for updates."""
    faults: list[wrong.Fault] = [TooManyRequests(1), BadAnswer(502), ConnectionReset(), ConnectionReset(stored=True)]

    def strike(fault: wrong.Fault) -> None:
        scene.telegram.faults.next("getUpdates", fault)

    scene.start()
    scene.run(*[partial(strike, fault) for fault in faults])
    return scene.outcome(name, len(faults))


def clock_jumps(scene: Scene, name: str) -> Outcome:
    """Set the clock days ahead and back, while some sends fail and wait for their next try."""
    file = scene.folder / "ahead"
    jumps = (2 * DAYS, -3 * DAYS, 0, 3600, -40)

    def jump(seconds: float) -> None:
        new = file.with_suffix(".new")
        new.write_text(str(seconds))
        new.replace(file)

    jump(0)
    scene.start(command=(sys.executable, "-m", "bench.skewed", str(file), "run"))
    # A refusal, after which the send surely waits: a broken answer leaves a doubt, and is repeated once at most.
    scene.telegram.faults.always("sendMessage", TooManyRequests(1), where=lambda params: scene.chance.random() < OFTEN)
    scene.run(*[partial(jump, seconds) for seconds in jumps])
    return scene.outcome(name, len(jumps))


def poison(scene: Scene, name: str) -> Outcome:
    """Mix in updates that cannot be read, and some that come a second time."""

    def strike(kind: str) -> None:
        asked = scene.chance.choice(scene.crowd.asked[-scene.chats :])
        scene.telegram.poison(asked.message.chat, kind)
        scene.telegram.deliver_again(asked.message)

    scene.start()
    scene.run(*[partial(strike, kind) for kind in KINDS])
    return scene.outcome(name, 2 * len(KINDS))


FAULTS = (
    Fault("kill -9, SQLite", partial(kills, number=1, mode="polling"), is_long=True),
    Fault("kill -9, 2 polling", partial(kills, number=2, mode="polling"), needs_postgres=True, is_long=True),
    Fault("kill -9, 2 webhooks", partial(kills, number=2, mode="webhook"), needs_postgres=True, is_long=True),
    Fault("PostgreSQL restarts", database_restarts, needs_postgres=True),
    Fault("disk full", full_disk),
    Fault("429", partial(telegram_fails, fault=TooManyRequests(1), share=OFTEN)),
    Fault("500", partial(telegram_fails, fault=BadAnswer(500), share=OFTEN)),
    Fault("502", partial(telegram_fails, fault=BadAnswer(502), share=OFTEN)),
    Fault("reset", partial(telegram_fails, fault=ConnectionReset(), share=OFTEN)),
    Fault("reset once stored", partial(telegram_fails, fault=ConnectionReset(stored=True), share=OFTEN)),
    Fault("hangs once stored", partial(telegram_fails, fault=Hang(), share=SELDOM)),
    Fault("fetching fails", polls_fail),
    Fault("clock jumps", clock_jumps),
    Fault("poison, repeated", poison),
    Fault("stop and start", deploys),
    Fault("reloads", reloads, is_long=True),
    Fault("bad reloads", bad_reloads, is_long=True),
)

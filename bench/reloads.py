"""Facts that change while people ask → a scene in which they do, for better or worse."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from bench.crowd import SEED
from bench.scene import PATIENCE, Scene
from bench.verdict import Outcome
from tests.bot_process import BotProcess
from tests.damage import damaged

EVERY = 1.0  # seconds
RATE = 50  # questions a second
OWN_SHARE = 0.45  # of the time between two questions of a chat, for what the bot itself takes
MOST_BAD = 200
SMALL = Path(__file__).parents[1] / "tests" / "chat" / "facts"
VERSION = re.compile(r'base_info{version="(\w+)"}')
RELOADS = re.compile(r'reloads_total{outcome="(\w+)"} ([0-9.]+)')


def reloads(scene: Scene, name: str) -> Outcome:
    """Change a small base every second, so that it is loaded again and again; struck are the states that went live."""
    scene.facts = SMALL
    file = next(path for path in sorted(own_facts(scene).glob("*.yaml")) if path.name != "phrasings.yaml")
    text = file.read_text(encoding="utf-8")
    begin(scene)
    process = scene.processes[0]
    before = seen(process)[0]
    with every_second(lambda number: replace(file, f"{text}# {number}\n".encode())):
        scene.run(lambda: wait_until(lambda: "loaded" in seen(process)[1]))
    version, counted = seen(process)
    if version == before:
        raise RuntimeError("no other base went live")
    return scene.outcome(name, counted["loaded"])


def bad_reloads(scene: Scene, name: str) -> Outcome:
    """Put damaged files in the place of good ones; struck are those refused, which must be all."""
    folder = own_facts(scene)
    files = {path.name: path.read_bytes() for path in folder.glob("*.yaml")}
    variants = list(damaged(files, SEED, min(MOST_BAD, scene.questions // 25)))
    begin(scene)
    process = scene.processes[0]
    before = seen(process)[0]
    refused = 0

    def damage() -> None:
        nonlocal refused
        variant = variants[refused]
        refused += 1
        replace(folder / variant.path, variant.content)
        wait_until(lambda: seen(process)[1].get("refused", 0) >= refused)
        (folder / variant.path).write_bytes(files[variant.path])

    scene.run(*[damage] * len(variants))
    version, counted = seen(process)
    if version != before or counted.get("loaded") or counted["refused"] < len(variants):
        raise RuntimeError(f"of {len(variants)} damaged bases {counted['refused']} were refused; {version} answers")
    return scene.outcome(name, len(variants))


def begin(scene: Scene) -> None:
    """Start, with Telegram so slow that people ask at the rate that is meant."""
    scene.telegram.world.answer_delay = (1 - OWN_SHARE) * scene.chats / RATE
    scene.start(mode="webhook")


def own_facts(scene: Scene) -> Path:
    """Give the scene facts of its own."""
    folder = scene.folder / "facts"
    shutil.copytree(scene.facts, folder)
    scene.facts = folder
    return folder


def replace(file: Path, content: bytes) -> None:
    """Put another file in the place of one, as editors do."""
    beside = file.with_suffix(".new")
    beside.write_bytes(content)
    beside.replace(file)


def seen(process: BotProcess) -> tuple[str, dict[str, int]]:
    """Ask a process which base answers, and how its reloads went."""
    text = httpx.get(f"http://127.0.0.1:{process.port}/metrics", timeout=PATIENCE).text
    return VERSION.findall(text)[0], {outcome: round(float(number)) for outcome, number in RELOADS.findall(text)}


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    until = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > until:
            raise AssertionError("the facts were not looked at")
        time.sleep(0.1)


@contextmanager
def every_second(step: Callable[[int], None]) -> Iterator[None]:
    """Do something every second, numbered, while the block runs."""
    is_over = threading.Event()

    def work() -> None:
        number = 0
        while not is_over.wait(EVERY):
            step(number := number + 1)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()

"""Folders of facts → a call whenever something there may have changed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import threading
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Final

from watchfiles import Change, awatch

from bot.engine.files import SUFFIXES, folder_of

# Between two looks that no event calls for: a network disk tells of none, and a link may lead elsewhere by now.
LOOK_SECONDS: Final = 10.0
BURST_MS: Final = (100, 1600)  # events so close to each other are one, but for no longer than the second
log = logging.getLogger(__name__)


async def watch(paths: Sequence[Path], look: Callable[[], Awaitable[None]]) -> None:
    """Call `look` soon after every change and every few seconds; never returns."""
    step, debounce = BURST_MS
    is_told = False
    while True:
        try:
            async with contextlib.aclosing(
                awatch(
                    *folders_of(paths),
                    watch_filter=may_matter,
                    debounce=debounce,
                    step=step,
                    rust_timeout=round(LOOK_SECONDS * 1000),
                    yield_on_timeout=True,
                    ignore_permission_denied=True,
                )
            ) as events:
                async for changes in events:
                    await look()
                    if not changes:
                        break  # to find the folders anew
        except OSError as error:  # nothing there now, or the system watches over too much already
            if not is_told:
                log.warning("the facts are looked at every %.0f s only (%s)", LOOK_SECONDS, error)
            is_told = True
            await asyncio.sleep(LOOK_SECONDS)
            await look()


def folders_of(paths: Sequence[Path]) -> list[Path]:
    """Give the folders to watch: of a single file its own, for editors put another file in its place."""
    found = [folder for folder in map(folder_of, paths) if folder.is_dir()]
    if not found:
        raise FileNotFoundError("no folder of facts is there")
    return found


def may_matter(change: Change, path: str) -> bool:
    """Whether a change may be one of the facts: of a YAML file, a folder, or a link of a kind that deploys use."""
    name = Path(path).name
    suffix = Path(name).suffix.lower()
    return not suffix or suffix in SUFFIXES or name.startswith("..")


def listen_to_hangups(heard: Callable[[], None]) -> None:
    """Have SIGHUP call `heard` for the rest of the process's life; one that comes of a closed terminal ends it.

    Outside the main thread nothing is done: Python lets only the main thread take signals.
    """
    number = getattr(signal, "SIGHUP", None)
    if number is None or threading.current_thread() is not threading.main_thread():
        return
    loop, had_terminal = asyncio.get_running_loop(), os.isatty(0)

    def on_signal(_: int, frame: FrameType | None) -> None:
        if had_terminal and not os.isatty(0):
            signal.raise_signal(signal.SIGTERM)
        elif not loop.is_closed():
            loop.call_soon_threadsafe(heard)

    signal.signal(number, on_signal)

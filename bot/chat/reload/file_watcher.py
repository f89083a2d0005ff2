"""Watches the folders of facts, and calls back whenever a file there may have changed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Final

from watchfiles import Change, awatch

from bot.engine.files import SUFFIXES, folder_of

# Between two looks without an event: a network disk reports none, and a link may lead elsewhere by now.
LOOK_SECONDS: Final = 10.0
BURST_MS: Final = (100, 1600)  # events closer to each other than the first count as one, for at most the second
log = logging.getLogger(__name__)


async def watch(paths: Sequence[Path], look: Callable[[], Awaitable[None]]) -> None:
    """Call `look` soon after every change and every few seconds; never returns."""
    step, debounce = BURST_MS
    has_warned = False
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
                        break  # to look for the folders again
        except OSError as error:  # no folder is there now, or the system has no watches left
            if not has_warned:
                log.warning("the facts are looked at every %.0f s only (%s)", LOOK_SECONDS, error)
            has_warned = True
            await asyncio.sleep(LOOK_SECONDS)
            await look()


def folders_of(paths: Sequence[Path]) -> list[Path]:
    """Return the folders to watch; of a single file its folder, for editors replace the file when they save."""
    found = [folder for folder in map(folder_of, paths) if folder.is_dir()]
    if not found:
        raise FileNotFoundError("no folder of facts is there")
    return found


def may_matter(change: Change, path: str) -> bool:
    """Return whether a change may be one of the facts: a YAML file, a folder, or a link such as deploys use."""
    name = Path(path).name
    suffix = Path(name).suffix.lower()
    return not suffix or suffix in SUFFIXES or name.startswith("..")


def listen_to_hangups(on_hangup: Callable[[], None]) -> None:
    """Have SIGHUP call `on_hangup` from now on; one that comes because the terminal was closed ends the process."""
    number = getattr(signal, "SIGHUP", None)
    if number is None:
        return
    loop, had_terminal = asyncio.get_running_loop(), os.isatty(0)

    def on_signal(_: int, frame: FrameType | None) -> None:
        if had_terminal and not os.isatty(0):
            signal.raise_signal(signal.SIGTERM)
        elif not loop.is_closed():
            loop.call_soon_threadsafe(on_hangup)

    signal.signal(number, on_signal)

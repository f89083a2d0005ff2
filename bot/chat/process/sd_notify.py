"""Tells a service manager such as systemd how the process is, by the protocol sd_notify."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
from collections.abc import AsyncIterator, Mapping
from typing import Final

READY: Final = "READY=1"
STOPPING: Final = "STOPPING=1"
ALIVE: Final = "WATCHDOG=1"
log = logging.getLogger(__name__)


def notify(message: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Send a message to the service manager; return False where none listens."""
    address = environ.get("NOTIFY_SOCKET", "")
    if not address or not hasattr(socket, "AF_UNIX"):
        return False
    if address.startswith("@"):  # a name beside the file system, on Linux
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to_manager:
            to_manager.setblocking(False)
            to_manager.sendto(message.encode(), address)
    except OSError as error:
        log.warning("the service manager was not told %s (%s)", message, error.strerror)
        return False
    return True


def watchdog_seconds(environ: Mapping[str, str] = os.environ) -> float | None:
    """Return within how many seconds the service manager wants a sign of life of this process; None for never."""
    wanted, process = environ.get("WATCHDOG_USEC", ""), environ.get("WATCHDOG_PID", "")
    if not wanted.isdecimal() or int(wanted) == 0 or (process and process != str(os.getpid())):
        return None
    return int(wanted) / 1_000_000


@contextlib.asynccontextmanager
async def service_manager_told(environ: Mapping[str, str] = os.environ) -> AsyncIterator[None]:
    """Give signs of life from the event loop, so that they stop when it hangs; at the end say that it stops."""
    seconds = watchdog_seconds(environ)

    async def live(pause: float) -> None:
        while True:
            notify(ALIVE, environ)
            await asyncio.sleep(pause)

    task = asyncio.create_task(live(seconds / 3), name="signs of life") if seconds is not None else None
    try:
        yield
    finally:
        notify(STOPPING, environ)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

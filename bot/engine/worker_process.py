"""Runs seconds of computation in a process of its own, so that the bot goes on answering meanwhile.

The parent sends one pickled order and gets one pickled result: `call_worker` here, `serve_order` in the child.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

NICENESS: Final = 10  # the process that answers questions goes first


class WorkerError(Exception):
    """The process ended without a result; the text says why."""


async def call_worker(entry: str, order: bytes, seconds: float) -> bytes:
    """Start the function `entry` ("package.module:function") in a new process and return the bytes that it writes.

    Raise WorkerError if it fails or takes longer than `seconds`. The process ends with this call, even a cancelled one.
    """
    module, _, function = entry.partition(":")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", f"from {module} import {function}; {function}()"),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    try:
        async with asyncio.timeout(seconds):
            written, errors = await process.communicate(order)
    except TimeoutError:
        raise WorkerError(f"it took longer than {seconds:,.0f} s") from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    if process.returncode:
        last = errors.decode(errors="replace").strip().rpartition("\n")[2]
        raise WorkerError(last or f"exit code {process.returncode}")
    return written


@contextmanager
def serve_order() -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Yield, in the child, the streams to read the order from and to write the result to.

    Anything that is printed meanwhile goes to stderr.
    """
    with contextlib.suppress(AttributeError, OSError):
        os.nice(NICENESS)
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    yield sys.stdin.buffer, out
    out.flush()

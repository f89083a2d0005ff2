"""Shows the progress of long work as a bar on a terminal, or as one line in a log."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TypeAlias

Progress: TypeAlias = Callable[[int, int], None]  # done, of how many


@contextmanager
def shown(what: str, remark: Callable[[str], None] | None = None) -> Iterator[Progress]:
    """Yield the function to call as the work goes on; before its first call nothing is shown.

    Without a terminal, `remark` gets one line with the number of things to do.
    """
    with ExitStack() as stack:
        update: Callable[[int], None] | None = None

        def progress(done: int, total: int) -> None:
            nonlocal update
            if update is None:
                update = _bar(stack, what, total)
                if update is None:
                    update = _unseen
                    if remark is not None:
                        remark(f"{what}: {total:,}")
            update(done)

        yield progress


def _bar(stack: ExitStack, what: str, total: int) -> Callable[[int], None] | None:
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    try:
        from rich.console import Console
        from rich.progress import Progress as Bar
    except ImportError:
        return None
    bar = stack.enter_context(Bar(console=Console(stderr=True), transient=True))
    task = bar.add_task(what, total=total)
    return lambda done: bar.update(task, completed=done)


def _unseen(done: int) -> None:
    """Show nothing."""

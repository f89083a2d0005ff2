"""A worker process that fails, as one does that gets no memory."""

from __future__ import annotations


def work() -> None:
    """End without a result."""
    raise SystemExit("no memory")

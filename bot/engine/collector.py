"""Stops Python's garbage collector where many values are made that all stay.

It would go through a million new values again and again and find nothing, which takes a quarter of a load.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Stop the garbage collector; what is made meanwhile it looks at last."""
    is_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()  # all values are now of the oldest generation, which is looked at last
        if is_collecting:
            gc.enable()

"""`python -m bench.skewed FILE …`: the bot, with clocks that are ahead by as many seconds as the file says now."""

from __future__ import annotations

import datetime
import sys
import time
from pathlib import Path

real = time.time


class AnyDatetime(type):
    """Makes what is a datetime stay one, whichever class made it."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, plain)


plain = datetime.datetime


class Skewed(plain, metaclass=AnyDatetime):
    """A datetime whose now is the skewed one."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Skewed:
        """Tell the skewed time."""
        return cls.fromtimestamp(time.time(), tz)


def skew(file: Path) -> None:
    """Set the clocks ahead; the monotonic one stays, as it does where somebody sets the time."""

    def skewed() -> float:
        return real() + float(file.read_text())

    time.time = skewed
    datetime.datetime = Skewed  # type: ignore[misc]


if __name__ == "__main__":
    skew(Path(sys.argv.pop(1)))
    from bot.__main__ import entry  # after the clocks are set, for modules keep what they import

    entry()

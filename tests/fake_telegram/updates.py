"""What happened, as updates a bot has yet to fetch: ids, filters, confirmation, long polls."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice

from .refusals import conflict
from .wire import Json

# Kinds that a bot must ask for by name.
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
REMEMBERED = 5000  # finished updates kept so that a test can deliver one again


@dataclass(slots=True, eq=False)
class Pending:
    """An update not yet confirmed; `key` orders webhook delivery (a chat, or a person for inline queries)."""

    id: int
    body: Json
    key: int
    attempts: int = 0


@dataclass(slots=True, eq=False)
class UpdateQueue:
    """The updates of one bot. All methods but `poll` are called under the world's lock."""

    next_id: int
    allowed: frozenset[str] | None = None  # None: Telegram's default
    pending: OrderedDict[int, Pending] = field(default_factory=OrderedDict)
    finished: OrderedDict[int, Pending] = field(default_factory=OrderedDict)
    fresh: deque[Pending] = field(default_factory=deque)  # not yet taken up by webhook delivery
    on_push: Callable[[], None] = lambda: None

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Set the sticky filter; None keeps it, an empty list goes back to the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def wants(self, kind: str) -> bool:
        """Whether an update of this kind is made at all."""
        return kind not in NOT_BY_DEFAULT if self.allowed is None else kind in self.allowed

    def push(self, kind: str, payload: object, key: int, *, forced: bool = False) -> int | None:
        """Add an update unless it is filtered out; return its id."""
        if not forced and not self.wants(kind):
            return None
        update_id = self.next_id
        self.next_id += 1
        self._add(Pending(update_id, {"update_id": update_id, kind: payload}, key))
        return update_id

    def again(self, update_id: int) -> None:
        """Put an update back that was confirmed before: a duplicate, with the same id."""
        update = self.pending.get(update_id) or self.finished[update_id]
        self._add(Pending(update.id, update.body, update.key))

    def _add(self, update: Pending) -> None:
        self.pending[update.id] = update
        self.fresh.append(update)
        self.on_push()

    def read(self, limit: int) -> list[Json]:
        """The oldest pending updates; they stay pending until confirmed."""
        return [update.body for update in islice(self.pending.values(), limit)]

    def confirm(self, offset: int) -> None:
        """Forget what comes before `offset`; a negative one keeps only that many from the end."""
        if offset < 0:
            ids = list(self.pending)
            offset = ids[offset] if len(ids) >= -offset else 0
        while self.pending:
            first = next(iter(self.pending))
            if first >= offset:
                break
            self.finish(first)

    def finish(self, update_id: int) -> None:
        """One update is done with."""
        update = self.pending.pop(update_id, None)
        if update is not None:
            self.finished[update_id] = update
            while len(self.finished) > REMEMBERED:
                self.finished.popitem(last=False)

    def drop(self) -> None:
        """Forget everything pending."""
        self.pending.clear()
        self.fresh.clear()


class LongPoll:
    """The one getUpdates request of a bot that may be waiting; a newer one ends it."""

    def __init__(self) -> None:
        self._waiting: asyncio.Future[None] | None = None
        self._last: tuple[int, float] = (-1, 0.0)  # offset, when

    def wake(self) -> None:
        """Something was pushed."""
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)

    def abort(self, reason: str) -> None:
        """End the waiting request with a conflict."""
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(conflict(reason))

    def repeats(self, offset: int, now: float, seconds: float) -> bool:
        """Whether the same offset was asked for less than so many seconds ago."""
        before, self._last = self._last, (offset, now)
        return before[0] == offset and now - before[1] < seconds

    async def wait(self, seconds: float) -> None:
        """Wait for something to be pushed; raise the conflict when another request takes over."""
        self._waiting = mine = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(mine, seconds)
        except TimeoutError:
            pass
        finally:
            if self._waiting is mine:
                self._waiting = None

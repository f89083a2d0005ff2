"""Tries what a curator accepts in a chat, in a process of its own, one change at a time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.chat.protocol.update_context import current
from bot.chat.services import Services
from bot.curation.editing.acceptance import Accepted, AcceptRequest, Rejected
from bot.curation.editing.acceptance_worker import accept_in_process
from bot.curation.editing.fact_changes import FactRequest
from bot.engine.worker_process import WorkerError


@dataclass(frozen=True, slots=True)
class AcceptProcess:
    """Accepts gaps and proposals; to try the whole base with a change takes a while, and other chats are served."""

    services: Services
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def accept(self, request: AcceptRequest | FactRequest) -> Accepted | Rejected:
        """Accept a gap, a proposal or the change of a fact, or make the patch of one that was accepted anew.

        The update gives its worker slot free meanwhile. If this process ends, the other one does too; the next process
        handles the update again.
        """
        services, update = self.services, current.get()
        update.step_aside(True)
        try:
            async with self._lock:
                today = services.clock().date()
                return await accept_in_process(services.config, services.store.bot, request, today)
        except WorkerError as error:
            return Rejected(reason=str(error))
        finally:
            update.step_aside(False)

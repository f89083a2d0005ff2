"""Accepts a change in a process of its own, for the chat, which goes on answering meanwhile."""

from __future__ import annotations

import datetime as dt
import pickle
import sys
from dataclasses import dataclass
from typing import Final

from bot.config import Config
from bot.curation.editing.acceptance import Acceptance, Accepted, AcceptRequest, Rejected
from bot.curation.editing.fact_changes import FactRequest
from bot.curation.editing.patch_stack import read_patch_stack
from bot.engine.worker_process import call_worker, serve_order
from bot.problems import BotError
from bot.store.database.engine import open_engine

ENTRY: Final = "bot.curation.editing.acceptance_worker:work"
SECONDS: Final = 600.0


@dataclass(frozen=True, slots=True)
class AcceptanceOrder:
    """All that the other process needs to know."""

    config: Config
    bot: int
    request: AcceptRequest | FactRequest
    today: dt.date


async def accept_in_process(
    config: Config, bot: int, request: AcceptRequest | FactRequest, today: dt.date, seconds: float = SECONDS
) -> Accepted | Rejected:
    """Accept the request for a bot whose store is there, as `Acceptance.accept` or `change` does in this process.

    What that raises as BotError comes back as Rejected with a sentence. Raise WorkerError if the process fails or takes
    longer than `seconds`; it ends with this call, also a cancelled one.
    """
    written = await call_worker(ENTRY, pickle.dumps(AcceptanceOrder(config, bot, request, today)), seconds)
    result: Accepted | Rejected = pickle.loads(written)  # noqa: S301 (the process that we started wrote it)
    return result


def work() -> None:
    """Carry out the order that the parent process sends, and send back what came of it."""
    with serve_order() as (given, result):
        order: AcceptanceOrder = pickle.load(given)  # noqa: S301 (its parent wrote it)
        pickle.dump(_accept(order), result, pickle.HIGHEST_PROTOCOL)


def _accept(order: AcceptanceOrder) -> Accepted | Rejected:
    try:
        stack = read_patch_stack(order.config, open_engine(order.config.database_url), order.bot)
        acceptance = Acceptance(stack, order.config.writes_files, order.today, _remark)
        if isinstance(order.request, FactRequest):
            return acceptance.change(order.request)
        return acceptance.accept(order.request)
    except BotError as error:
        return Rejected(reason=str(error))


def _remark(text: str) -> None:
    sys.stderr.write(f"{text}\n")

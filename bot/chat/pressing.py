"""A press of a button → acknowledged, so that the person's Telegram stops waiting."""

from __future__ import annotations

import logging

from telegram import CallbackQuery
from telegram.error import BadRequest

from bot.chat.retrying import insist

log = logging.getLogger(__name__)


async def acknowledge(query: CallbackQuery, text: str | None = None) -> None:
    """End the button's waiting; a press from long ago cannot be acknowledged, which harms nothing."""

    async def call() -> bool:
        return await query.answer(text)

    try:
        await insist(call, "acknowledging a press", attempts=2)
    except BadRequest as refusal:
        log.info("a press was not acknowledged: %s", refusal.message)

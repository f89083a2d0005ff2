"""A patch for git → a file in the chat of the curator who accepted it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Final

from telegram import Bot, InputFile, Message, ReplyParameters
from telegram.error import BadRequest, Forbidden

from bot.chat.outbox import Outbox, Sending
from bot.chat.turn import current

ATTEMPTS: Final = 8
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patches:
    """Sends patches, as part of an update's turn."""

    bot: Bot
    outbox: Outbox

    async def send(self, to: Message, name: str, patch: str) -> None:
        """Send a patch in reply to a message."""
        turn = current.get()

        async def call() -> int:
            sent = await self.bot.send_document(
                to.chat.id,
                InputFile(patch.encode(), filename=f"{name}.patch"),
                reply_parameters=ReplyParameters(to.message_id, allow_sending_without_reply=True),
            )
            return sent.message_id

        try:
            sending = Sending(turn.cause, turn.ordinal(), to.chat.id)
            await self.outbox.send(sending, call, "sending a patch", ATTEMPTS, turn)
        except (BadRequest, Forbidden) as refusal:
            log.warning("a patch was not sent: %s", refusal.message)

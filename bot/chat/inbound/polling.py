"""Telegram's getUpdates → raw updates in the intake, confirmed only once the intake has them."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot.chat.inbound.intake import Intake, RawUpdate, id_of
from bot.chat.process.health import Heartbeat
from bot.chat.process.shutdown import Shutdown
from bot.chat.protocol.retry import delays, error_name, wait_for
from bot.chat.protocol.update_context import request_id
from bot.store.database.engine import StoreError

ALLOWED_UPDATES: Final = (
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
    "my_chat_member",
)
LONG_POLL: Final = 30  # seconds that Telegram holds a request open while nothing happens
GRACE: Final = 10  # seconds on top before the line counts as dead
SENT: Final = 1.0  # seconds after which a request that still waits has surely reached Telegram
LAST_CALL: Final = 1.5  # seconds for the confirmation on the way out
MOST_REFUSALS: Final = 3  # of the token, in a row
REMIND: Final = 60  # seconds between two lines about the same trouble
log = logging.getLogger(__name__)


class Poller:
    """Fetches updates until told to stop; survives everything but a refused token."""

    def __init__(
        self,
        bot: Bot,
        request: BaseRequest,
        intake: Intake,
        heard: Heartbeat | None = None,
        taken: Heartbeat | None = None,
    ) -> None:
        self._bot = bot
        self._request = request
        self._intake = intake
        self._offset: int | None = None
        self._asked: tuple[int | None, float] = (None, 0.0)  # the offset of the last request, and when
        self._heard = heard or Heartbeat()  # beats with each answer, even an empty one
        self._taken = taken or Heartbeat()  # beats with each batch that the intake has
        self._told: dict[type[Exception], float] = {}

    async def run(self, stop: Shutdown) -> None:
        """Fetch until the stop; raises InvalidToken when the token is revoked, Stopped at the end."""
        waits, refusals = delays(), 0
        while True:
            try:
                updates = await stop.unless(self._fetch(LONG_POLL))
                self._heard.beat()
                await stop.unless(self._take(updates))
            except StoreError as error:  # Telegram keeps what was not confirmed, and gives it out again
                pause = next(waits)
                self._tell(error, "storing updates", pause)
                await stop.unless(asyncio.sleep(pause))
                continue
            except TelegramError as error:
                # A single 404 may come from something between us and Telegram.
                refusals = refusals + 1 if isinstance(error, InvalidToken) else 0
                if refusals == MOST_REFUSALS:
                    raise
                pause = wait_for(error, next(waits))
                self._tell(error, "fetching updates", pause)
                await stop.unless(asyncio.sleep(pause))
                continue
            waits, refusals = delays(), 0

    async def confirm(self) -> None:
        """Tell Telegram what was taken, lest the next process answers it again."""
        offset, since = self._asked
        if self._offset is None or (offset == self._offset and time.monotonic() - since > SENT):
            return
        try:
            await asyncio.wait_for(self._fetch(0), LAST_CALL)
        except TimeoutError:
            pass  # Telegram lets a request wait that names the same offset again, but has read it
        except TelegramError as error:
            log.warning("the last updates could not be confirmed (%s); they may come again", error_name(error))

    async def _take(self, updates: list[RawUpdate]) -> None:
        await self._intake.put(updates)
        numbers = [number for update in updates if (number := id_of(update)) is not None]
        if numbers:
            log.debug("taken: %s", ", ".join(request_id(number) for number in numbers))
            self._taken.beat()
            self._offset = max(numbers) + 1

    async def _fetch(self, seconds: int) -> list[RawUpdate]:
        """Call getUpdates and return its result unparsed, for the library parses a batch all or nothing."""
        parameters: dict[str, object] = {
            "timeout": seconds,
            "limit": 100 if seconds else 1,
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
        }
        if self._offset is not None:
            parameters["offset"] = self._offset
        self._asked = (self._offset, time.monotonic())
        patience = seconds + GRACE if seconds else LAST_CALL
        address = f"{self._bot.base_url}/getUpdates?{urlencode(parameters)}"
        try:
            result: object = await self._request.post(address, read_timeout=patience)
        except RecursionError:
            raise TelegramError("getUpdates returned something too deep to read") from None
        if not isinstance(result, list):
            raise TelegramError("getUpdates did not return a list")
        return [update for update in result if isinstance(update, Mapping)]

    def _tell(self, error: TelegramError | StoreError, what: str, pause: float) -> None:
        now = time.monotonic()
        if now - self._told.get(type(error), -float(REMIND)) < REMIND:
            return
        self._told[type(error)] = now
        if isinstance(error, Conflict):
            log.error(
                "another process fetches updates with this token (409 Conflict), so each gets only a part; "
                "stop the other one or give this one a token of its own"
            )
            return
        log.warning("%s failed (%s); trying again in %.1f s", what, error_name(error), pause)

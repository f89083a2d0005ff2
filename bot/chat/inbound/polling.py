"""Fetches updates with getUpdates, and confirms them to Telegram only once they are stored."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from typing import Final

from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter  # the library offers no public way to make one

from bot.chat.inbound.intake import Intake, RawUpdate, id_of
from bot.chat.process.health import Heartbeat
from bot.chat.process.shutdown import Shutdown
from bot.chat.protocol.retry import FIRST_DELAY, delays, error_name, wait_for
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
GRACE: Final = 10  # seconds on top of that before the connection counts as dead
SENT: Final = 1.0  # seconds after which a request that still waits has surely reached Telegram
LAST_CALL: Final = 1.5  # seconds for the confirmation when the process stops
MOST_REFUSALS: Final = 3  # of the token, in a row
REMIND: Final = 60  # seconds between two log lines about the same trouble
log = logging.getLogger(__name__)


class Poller:
    """Fetches updates until the shutdown; survives every error but a refused token."""

    def __init__(
        self,
        bot: Bot,
        request: BaseRequest,
        intake: Intake,
        heard: Heartbeat | None = None,
        taken: Heartbeat | None = None,
        *,
        first_delay: float = FIRST_DELAY,
    ) -> None:
        self._bot = bot
        self._request = request
        self._first_delay = first_delay  # seconds until a failed request is repeated for the first time
        self._intake = intake
        self._offset: int | None = None
        self._last_request: tuple[int | None, float] = (None, 0.0)  # its offset, and when it began
        self._heard = heard or Heartbeat()  # beats with each answer, even an empty one
        self._taken = taken or Heartbeat()  # beats with each batch that is stored
        self._last_numbers: frozenset[int] = frozenset()  # of the last answer that held any
        self._repeated_at = -float(REMIND)  # when the log said last that updates come again
        self._logged_at: dict[type[Exception], float] = {}

    async def run(self, stop: Shutdown) -> None:
        """Fetch until the shutdown, then raise Stopped; raise InvalidToken when the token is revoked."""
        waits, refusals = delays(self._first_delay), 0
        while True:
            try:
                updates = await stop.run_unless_stopped(self._fetch(LONG_POLL))
                self._heard.beat()
                is_new = await stop.run_unless_stopped(self._store(updates))
            except StoreError as error:  # Telegram keeps what was not confirmed, and sends it again
                pause = next(waits)
                self._log(error, "storing updates", pause)
                await stop.run_unless_stopped(asyncio.sleep(pause))
                continue
            except TelegramError as error:
                # A single 404 may come from a proxy between us and Telegram.
                refusals = refusals + 1 if isinstance(error, InvalidToken) else 0
                if refusals == MOST_REFUSALS:
                    raise
                pause = wait_for(error, next(waits))
                self._log(error, "fetching updates", pause)
                await stop.run_unless_stopped(asyncio.sleep(pause))
                continue
            refusals = 0
            if is_new:
                waits = delays(self._first_delay)
                continue
            # A server that forgets what was confirmed sends the same at once, as often as it is asked.
            pause = next(waits)
            if time.monotonic() - self._repeated_at >= REMIND:
                self._repeated_at = time.monotonic()
                log.warning("the server sends updates again that were confirmed; asking again in %.1f s", pause)
            await stop.run_unless_stopped(asyncio.sleep(pause))

    async def confirm(self) -> None:
        """Tell Telegram what is stored, so that the next process does not get it again."""
        offset, since = self._last_request
        if self._offset is None or (offset == self._offset and time.monotonic() - since > SENT):
            return
        try:
            await asyncio.wait_for(self._fetch(0), LAST_CALL)
        except TimeoutError:
            pass  # Telegram lets a request wait that names the same offset again, but has read it
        except TelegramError as error:
            log.warning("the last updates could not be confirmed (%s); they may come again", error_name(error))

    async def _store(self, updates: list[RawUpdate]) -> bool:
        """Store updates; return False if all of them came with the answer before, too."""
        await self._intake.put(updates)
        numbers = [number for update in updates if (number := id_of(update)) is not None]
        if numbers:
            log.debug("taken: %s", ", ".join(request_id(number) for number in numbers))
            self._taken.beat()
            self._offset = max(numbers) + 1
        is_new = not updates or not self._last_numbers.issuperset(numbers)
        self._last_numbers = frozenset(numbers) or self._last_numbers
        return is_new

    async def _fetch(self, seconds: int) -> list[RawUpdate]:
        """Call getUpdates and return its result unparsed, for the library loses a whole batch over one bad update."""
        parameters: dict[str, object] = {
            "timeout": seconds,
            "limit": 100 if seconds else 1,
            "allowed_updates": list(ALLOWED_UPDATES),
        }
        if self._offset is not None:
            parameters["offset"] = self._offset
        self._last_request = (self._offset, time.monotonic())
        patience = seconds + GRACE if seconds else LAST_CALL
        data = RequestData([RequestParameter.from_input(name, value) for name, value in parameters.items()])
        try:
            address = f"{self._bot.base_url}/getUpdates"
            result: object = await self._request.post(address, data, read_timeout=patience)
        except RecursionError:
            raise TelegramError("getUpdates returned something too deep to read") from None
        if not isinstance(result, list):
            raise TelegramError("getUpdates did not return a list")
        return [update for update in result if isinstance(update, Mapping)]

    def _log(self, error: TelegramError | StoreError, what: str, pause: float) -> None:
        now = time.monotonic()
        if now - self._logged_at.get(type(error), -float(REMIND)) < REMIND:
            return
        self._logged_at[type(error)] = now
        if isinstance(error, Conflict):
            log.error(
                "another process fetches updates with this token (409 Conflict), so each gets only a part; "
                "stop the other one or give this one a token of its own"
            )
            return
        log.warning("%s failed (%s); trying again in %.1f s", what, error_name(error), pause)

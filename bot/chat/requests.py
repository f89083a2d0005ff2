"""The library's requests to Telegram → the same, counted by method and by what went wrong."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any, Final

from telegram.error import TelegramError
from telegram.request import RequestData

from bot import metrics
from bot.chat.transport import Transport

METHOD: Final = re.compile(r"/(?P<method>[A-Za-z]+)(\?|$)")


class CountedRequest(Transport):
    """Counts below the rate limiter, which tries again without telling."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        """Call Telegram, and count: an error by its status, or by its name where there was no answer."""
        called = method_of(url)
        metrics.telegram_requests.labels(method=called).inc()
        try:
            status, body = await super().do_request(url, method, request_data, *args, **kwargs)
        except TelegramError as error:
            metrics.telegram_errors.labels(method=called, kind=type(error).__name__).inc()
            raise
        if status != HTTPStatus.OK:
            metrics.telegram_errors.labels(method=called, kind=str(status)).inc()
        return status, body


def method_of(url: str) -> str:
    """Return the method that an address calls; never another part of it, for the token is one."""
    found = METHOD.search(url)
    return found["method"] if found else "?"

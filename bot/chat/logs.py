"""Log records → lines on stderr in which no secret can appear."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Final

REDACTED: Final = "[redacted]"
SHORTEST: Final = 6  # a webhook secret may be a single letter, which every line would have
# These write whole addresses at INFO, and Telegram's addresses hold the token.
CHATTY: Final = ("httpx", "httpcore", "uvicorn", "asyncio")
# The library prints the whole body of an answer that is no JSON, with a traceback: ours says it in one line.
WORDY: Final = ("telegram.request.BaseRequest",)


class RedactingFormatter(logging.Formatter):
    """Takes secrets out of the finished line, its traceback included."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        long_enough = {secret for secret in secrets if len(secret) >= SHORTEST}
        self._secrets = sorted(long_enough, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, REDACTED)
        return line


def configure(secrets: Iterable[str], level: str = "info") -> None:
    """Send all logs and warnings to stderr, without the secrets or the half of a token behind its colon."""
    known = list(secrets)
    halves = [secret.partition(":")[2] for secret in known]
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(known + halves))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in WORDY:
        logging.getLogger(name).setLevel(logging.CRITICAL)

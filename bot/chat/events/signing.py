"""Signs what outgoing webhooks send, by the specification Standard Webhooks, for which there are libraries."""

from __future__ import annotations

import base64
import hashlib
import hmac

from bot.config import Secret
from bot.config.environment import WEBHOOK_KEY_START


def signed_headers(key: Secret, event: str, seconds: int, body: bytes) -> dict[str, str]:
    """Return the headers that prove who sends, what, and when; `event` is the same at each try."""
    secret = base64.b64decode(key.reveal().removeprefix(WEBHOOK_KEY_START))
    signature = hmac.new(secret, b"%s.%d.%s" % (event.encode(), seconds, body), hashlib.sha256).digest()
    return {
        "webhook-id": event,
        "webhook-timestamp": str(seconds),
        "webhook-signature": f"v1,{base64.b64encode(signature).decode()}",
    }

"""setWebhook, deleteWebhook, getWebhookInfo: how a bot wants its updates."""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import urlsplit

from ..refusals import bad_request, too_many_requests
from ..webhook import Webhook
from ..wire import Json
from .call import Call, method

PORTS = (80, 88, 443, 8443)
SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
LOCAL = ("127.0.0.1", "localhost")


@method("setWebhook")
def set_webhook(call: Call) -> Any:
    """An empty address deletes the webhook. Whoever runs the loop takes up delivery afterwards."""
    bot, url = call.bot, call.text("url")
    if not url:
        return delete_webhook(call)
    now = time.monotonic()
    if call.world.limits_set_webhook and now < bot.last_webhook_call + 1:
        raise too_many_requests(1)
    bot.last_webhook_call = now
    _check(call, url)
    if call.flag("drop_pending_updates"):
        bot.queue.drop()
    if "allowed_updates" in call.params:
        bot.queue.allow(call.list("allowed_updates"))
    connections = min(max(call.number("max_connections", 40), 1), 100)
    old = bot.webhook
    if old and (old.url, old.secret_token, old.max_connections) == (
        url,
        call.text("secret_token"),
        connections,
    ):
        return True
    bot.webhook = Webhook(url, call.text("secret_token"), connections)
    bot.poll.abort("terminated by setWebhook request")
    call.world.changed.notify_all()
    return True


def _check(call: Call, url: str) -> None:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not SECRET.fullmatch(call.text("secret_token")):
        raise bad_request("secret token contains unallowed characters")
    if host in LOCAL:
        return  # as a self-hosted Bot API server has it
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if call.world.routed(url) == url:
        raise bad_request("bad webhook: Failed to resolve host: Name or service not known")


@method("deleteWebhook")
def delete_webhook(call: Call) -> Any:
    if call.flag("drop_pending_updates"):
        call.bot.queue.drop()
    call.bot.webhook = None
    call.world.changed.notify_all()
    return True


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> Any:
    hook = call.bot.webhook
    info: Json = {
        "url": hook.url if hook else "", "has_custom_certificate": False,
        "pending_update_count": len(call.bot.queue.pending),
    }  # fmt: skip
    if call.bot.queue.allowed is not None:
        info["allowed_updates"] = sorted(call.bot.queue.allowed)
    if hook:
        info["max_connections"] = hook.max_connections
        if hook.last_error:
            info["last_error_date"], info["last_error_message"] = hook.last_error
    return info

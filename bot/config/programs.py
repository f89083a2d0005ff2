"""Reads `api:` and `outgoing_webhooks:` of config.yaml, which name other programs."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Final, TypeVar

from bot.config.environment import is_address
from bot.config.keys import CHAT, OF_A_CHAT, KeyGroup, Unfit, numbers, text, texts, whole
from bot.config.settings import ApiClient, EventKind, OutgoingWebhook, Scope
from bot.factbase.loading.nodes import Node
from bot.problems import quoted

Choice = TypeVar("Choice", bound=StrEnum)

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,47}", re.ASCII)
TOKEN_HASH: Final = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)
VARIABLE_NAME: Final = re.compile(r"[A-Z][A-Z0-9_]{0,63}", re.ASCII)
MOST_A_MINUTE: Final = 100_000


def read_clients(keys: KeyGroup) -> tuple[ApiClient, ...]:
    """Read the programs that may ask; one that is at fault is left out."""
    usual = ApiClient("", "")
    found: list[ApiClient] = []
    for item in keys.listed("api"):
        name, token = item.needed("name", _name), item.needed("token", _token_hash)
        scopes = item.value("scopes", usual.scopes, _several(Scope))
        chats = item.value("chats", usual.chats, lambda node: frozenset(numbers(CHAT, OF_A_CHAT)(node)))
        topics = item.value("topics", usual.topics, lambda node: frozenset(texts(node)))
        per_minute = item.value("per_minute", usual.per_minute, whole(1, MOST_A_MINUTE, "requests"))
        item.no_others()
        if name is None or token is None:
            continue
        if any(name == other.name or token == other.token_hash for other in found):
            item.note("has the name or the token of another", "give each program its own", "twice")
        else:
            found.append(ApiClient(name, token, scopes, chats, topics, per_minute))
    return tuple(found)


def read_webhooks(keys: KeyGroup) -> tuple[OutgoingWebhook, ...]:
    """Read the addresses that are told of events; one that is at fault is left out."""
    found: list[OutgoingWebhook] = []
    for item in keys.listed("outgoing_webhooks"):
        name, url, secret = item.needed("name", _name), item.needed("url", _url), item.needed("secret", _variable)
        events = item.value("events", frozenset(EventKind), _several(EventKind))
        item.no_others()
        if name is None or url is None or secret is None:
            continue
        if any(name == other.name for other in found):
            item.note("has the name of another", "give each address its own", "twice")
        else:
            found.append(OutgoingWebhook(name, url, secret, events))
    return tuple(found)


def _matching(form: re.Pattern[str], mend: str) -> Callable[[Node], str]:
    def read(node: Node) -> str:
        written = text(node)
        if not form.fullmatch(written):
            raise Unfit(f"is {quoted(written)}", mend, "range")
        return written

    return read


_name: Final = _matching(NAME, "write up to 48 letters, digits, dots, _ and -")
_variable: Final = _matching(VARIABLE_NAME, "write the name of an environment variable, such as NEWSROOM_KEY")


def _token_hash(node: Node) -> str:
    written = text(node)
    if not TOKEN_HASH.fullmatch(written):
        # It may be the token itself, which no error is to show.
        raise Unfit("is not the hash of a token", "take the line that python -m bot token NAME writes", "range")
    return written.removeprefix("sha256:")


def _url(node: Node) -> str:
    written = text(node)
    if not is_address(written):
        raise Unfit(f"is {quoted(written)}", "write it whole, beginning with https://", "range")
    return written


def _several(choices: type[Choice]) -> Callable[[Node], frozenset[Choice]]:
    def read(node: Node) -> frozenset[Choice]:
        written = texts(node)
        for one in written:
            if one not in tuple(choices):
                raise Unfit(f"has {quoted(one)}", f"write some of {', '.join(choices)}", "range")
        if not written:
            raise Unfit("is an empty list", f"write some of {', '.join(choices)}", "type")
        return frozenset(choices(one) for one in written)

    return read

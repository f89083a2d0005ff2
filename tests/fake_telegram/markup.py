"""A formatted text of a request (HTML or plain with entities) to the text and entities of the message."""

from __future__ import annotations

from .detection import detect
from .refusals import bad_request
from .tags import Parser
from .wire import Json, utf16_length, utf16_slice

MAX_ENTITIES = 100


def cleaned(text: str) -> str:
    """Control characters become spaces, as Telegram does it."""
    if text.isprintable():
        return text
    return "".join(c if c >= " " or c == "\n" else " " for c in text.replace("\r", ""))


def formatted(text: str, parse_mode: str | None, entities: list[Json] | None) -> tuple[str, list[Json]]:
    """Turn a text as sent into text and entities as stored: parsed, trimmed, links and names detected."""
    text = cleaned(text)
    if parse_mode:
        if parse_mode.lower() != "html":
            raise bad_request(f"the fake server reads parse_mode HTML only, not {parse_mode}")
        text, found = Parser(text).run()
    else:
        found = [dict(entity) for entity in entities or ()]
    text, found = _trimmed(text, _merged(found))
    taken = [e for e in found if e["type"] in ("code", "pre", "text_link", "text_mention")]
    found += [e for e in detect(text) if not any(_overlap(e, other) for other in taken)]
    found.sort(key=lambda e: (e["offset"], -e["length"]))
    return text, found[:MAX_ENTITIES]


def _overlap(one: Json, other: Json) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])


def _inside(one: Json, other: Json) -> bool:
    starts = other["offset"] <= one["offset"]
    return bool(starts and one["offset"] + one["length"] <= other["offset"] + other["length"])


def _merged(entities: list[Json]) -> list[Json]:
    """`pre` around `code` is one `pre` with its language; inside either nothing else is formatted."""
    blocks = [e for e in entities if e["type"] == "pre"]
    for code in (e for e in entities if "language" in e):
        language = code.pop("language")
        for block in blocks:
            if (block["offset"], block["length"]) == (code["offset"], code["length"]):
                block["language"] = language
    codes = [e for e in entities if e["type"] == "code" and not any(_inside(e, b) for b in blocks)]
    quotes = [e for e in entities if e["type"] in ("blockquote", "expandable_blockquote")]
    others = [e for e in entities if e["type"] not in ("pre", "code") and e not in quotes]
    return blocks + codes + quotes + [e for e in others if not any(_inside(e, c) for c in blocks + codes)]


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    lead = len(text) - len(text.lstrip())
    trimmed = text.strip()
    size = utf16_length(trimmed)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        end = min(size, entity["offset"] - lead + entity["length"])
        if end > start and utf16_slice(trimmed, start, end - start).strip():
            kept.append({**entity, "offset": start, "length": end - start})
    return trimmed, kept
